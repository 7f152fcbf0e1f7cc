package dev.drover.ftp.client;

import dev.drover.ftp.FtpAddress;
import dev.drover.ftp.FtpCommand;
import dev.drover.ftp.FtpCredentials;
import dev.drover.ftp.FtpException;
import dev.drover.ftp.FtpReply;
import dev.drover.ftp.FtpVerb;
import dev.drover.ftp.RemoteEntry;
import dev.drover.ftp.RemotePath;
import dev.drover.ftp.RemoteTime;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ref.Reference;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * One login, lent from the pool of an {@link FtpClient}. It belongs to one thread at a time; {@link #close} gives it
 * back. While a download, upload or listing is open, no other command may be sent on it.
 *
 * <p>After an exception whose {@code sessionUsable()} is false the session is closed for good and the pool drops it; after
 * every other one it goes on. Relative paths are seen from the working directory, which is where the login landed until
 * it is changed, and again for the next borrower.
 */
public final class FtpSession implements AutoCloseable {
    private final PooledConnection pooled;
    private final Parts parts;
    private final Loan loan;
    private boolean discarded;

    FtpSession(PooledConnection pooled, SessionPool pool, SessionBudget.Place place) {
        this.pooled = pooled;
        this.loan = Loan.to(this, pooled, pool, place);
        this.parts = Parts.of(pooled, this);
    }

    /** PWD (RFC 959), asked once and then remembered. */
    public RemotePath workingDirectory() throws FtpException {
        ready();
        return pooled.workingDirectory();
    }

    /** CWD; CDUP for {@code ..}. */
    public void changeDirectory(RemotePath directory) throws FtpException {
        ready();
        pooled.changeDirectory(directory);
    }

    /** MKD; gives the path as the server names it. */
    public RemotePath makeDirectory(RemotePath directory) throws FtpException {
        return ready().directories().make(directory);
    }

    /** Makes the directory and all that is missing above it; one that exists already is fine. */
    public void makeDirectories(RemotePath directory) throws FtpException {
        ready().directories().makeAll(directory);
    }

    /** RMD: of an empty directory. */
    public void removeDirectory(RemotePath directory) throws FtpException {
        ready().directories().remove(directory);
    }

    /** DELE. */
    public void delete(RemotePath file) throws FtpException {
        ready().directories().delete(file);
    }

    /** RNFR and RNTO. Whether an existing target is replaced is the server's choice; most Unix servers replace it. */
    public void rename(RemotePath from, RemotePath to) throws FtpException {
        ready().directories().rename(from, to);
    }

    /** The whole directory; for large ones {@link #openListing} needs no memory. */
    public List<RemoteEntry> list(RemotePath directory) throws FtpException {
        return ready().listings().list(directory);
    }

    /**
     * Begins to list: MLSD where the server offers it (RFC 3659), else LIST. The entries' paths are the directory joined
     * with the name; {@code .} and {@code ..} are left out. A refusal is an exception, never an empty directory.
     */
    public Listing openListing(RemotePath directory) throws FtpException {
        return ready().listings().open(directory).keeping(this);
    }

    /** Names only (NLST). Servers disagree whether directories are among them. */
    public List<RemotePath> names(RemotePath directory) throws FtpException {
        return ready().listings().names(directory);
    }

    /** The directory as STAT tells it, over the control connection: for networks that let no data connection through. */
    public List<RemoteEntry> listByStat(RemotePath directory) throws FtpException {
        return ready().statListings().list(directory);
    }

    /** Everything below a directory, entry by entry; links are not followed. */
    public Walk walk(RemotePath root) throws FtpException {
        return ready().trees().walk(root);
    }

    /** All entries below a directory that pass the test, a directory before what is in it. */
    public List<RemoteEntry> find(RemotePath root, Predicate<RemoteEntry> wanted) throws FtpException {
        return ready().trees().find(root, wanted);
    }

    /**
     * All entries below a directory that fit a pattern such as {@code 2026/*.csv} or {@code **}{@code /*.csv}, see
     * {@link dev.drover.ftp.PathPattern}; directories that it cannot lead into are not listed.
     */
    public List<RemoteEntry> glob(RemotePath root, String pattern) throws FtpException {
        return ready().trees().glob(root, pattern);
    }

    /**
     * Deletes a directory with all that is below it; links are removed, not what they point to. It stops at the first
     * refusal.
     *
     * @return how many files and links were deleted
     * @throws IllegalArgumentException for the root, the working directory, and paths with {@code ..}
     */
    public long deleteTree(RemotePath root) throws FtpException {
        return ready().trees().delete(root);
    }

    /**
     * The zone of the times that LIST tells, for {@link FtpClient.Builder#serverZone}: found by asking MDTM for the newest
     * file of the directory. Empty when there is no file that both tell.
     */
    public Optional<ZoneOffset> measureZone(RemotePath directory) throws FtpException {
        return new ServerClock(ready().listings()).measure(directory);
    }

    /** What one path is; empty when there is no such file or directory. */
    public Optional<RemoteEntry> stat(RemotePath path) throws FtpException {
        return ready().listings().stat(path);
    }

    /** Whether there is a file, a directory or anything else; a refusal that tells neither is an exception. */
    public boolean exists(RemotePath path) throws FtpException {
        return stat(path).isPresent();
    }

    /** SIZE in bytes (RFC 3659 section 4); empty only when the server does not know the command. */
    public OptionalLong size(RemotePath file) throws FtpException {
        return ready().metadata().size(file);
    }

    /** MDTM (RFC 3659 section 3); empty only when the server does not know the command. */
    public Optional<RemoteTime> modified(RemotePath file) throws FtpException {
        return ready().listings().modified(file);
    }

    /** Sets the modification time, in whole seconds, by MFMT, MFF, SITE UTIME or MDTM: what the server knows. */
    public void setModified(RemotePath file, Instant time) throws FtpException {
        ready().metadata().setModified(file, time);
    }

    /** SITE CHMOD, with octal digits such as {@code 640}. */
    public void setMode(RemotePath file, String octal) throws FtpException {
        ready().metadata().setMode(file, octal);
    }

    /**
     * The digest that the server calculates, by HASH or one of the X commands.
     *
     * @param algorithm {@code SHA-256}, {@code SHA-512}, {@code SHA-1}, {@code MD5} or {@code CRC32}
     * @return empty when the server offers no such digest
     */
    public Optional<Checksum> hash(RemotePath file, String algorithm) throws FtpException {
        return ready().metadata().hash(file, algorithm);
    }

    /** Opens a file for reading from its beginning, in binary. */
    public Download openDownload(RemotePath file) throws FtpException {
        return openDownload(file, TransferOptions.BINARY);
    }

    /** Begins RETR. Nothing but the download may be done with the session until that is closed. */
    public Download openDownload(RemotePath file, TransferOptions options) throws FtpException {
        return ready().transfers().download(file, options);
    }

    /** Opens a file for writing from its beginning, in binary; what was there is replaced. */
    public Upload openUpload(RemotePath file) throws FtpException {
        return openUpload(file, TransferOptions.BINARY);
    }

    /** Begins STOR. An existing file is replaced, or, with an offset, written from there on. */
    public Upload openUpload(RemotePath file, TransferOptions options) throws FtpException {
        return ready().transfers().upload(file, FtpVerb.STOR, options);
    }

    /** Begins APPE: the bytes go behind those of an existing file. Never to be repeated blindly. */
    public Upload openAppend(RemotePath file, TransferOptions options) throws FtpException {
        return ready().transfers().upload(file, FtpVerb.APPE, options);
    }

    /** Begins STOU (RFC 959): the server picks a name in the working directory, see {@link Upload#uniqueName}. */
    public Upload openUniqueUpload(TransferOptions options) throws FtpException {
        return ready().transfers().upload(RemotePath.WORKING_DIRECTORY, FtpVerb.STOU, options);
    }

    /**
     * A whole file into a local one, which appears or is replaced at the end only; gives its bytes. For resume, checks and
     * retries see the transfer engine.
     */
    public long download(RemotePath file, Path target) throws IOException {
        return ready().transfers().download(file, target);
    }

    /** A whole file into a stream, which stays open. */
    public long download(RemotePath file, OutputStream target) throws IOException {
        return ready().transfers().download(file, target);
    }

    /** A whole file into a channel, which stays open. */
    public long download(RemotePath file, WritableByteChannel target) throws IOException {
        return ready().transfers().download(file, target);
    }

    /** A whole file into memory; one of more bytes than the limit is an error. */
    public byte[] downloadBytes(RemotePath file, int limit) throws IOException {
        return ready().transfers().downloadBytes(file, limit);
    }

    /**
     * A text file, line by line and without line ends (TYPE A, RFC 959 section 3.1.1.1). The lines are whole only when
     * this returns.
     *
     * @param charset of the text, whose line feed must be one byte: no UTF-16
     * @return the number of lines
     */
    public long downloadLines(RemotePath file, Charset charset, Consumer<String> each) throws IOException {
        return ready().texts().download(file, charset, each);
    }

    /** Lines as a text file (TYPE A), with line ends as the server has them; gives the number of lines. */
    public long uploadLines(Iterable<String> lines, RemotePath file, Charset charset) throws IOException {
        return ready().texts().upload(lines, file, charset);
    }

    /** A local file; gives its bytes. */
    public long upload(Path source, RemotePath file) throws IOException {
        return ready().transfers().upload(source, FtpVerb.STOR, file);
    }

    /** All that the stream holds; it stays open. */
    public long upload(InputStream source, RemotePath file) throws IOException {
        return upload(Channels.newChannel(source), file);
    }

    /** All that the channel still gives; it stays open. */
    public long upload(ReadableByteChannel source, RemotePath file) throws IOException {
        return ready().transfers().upload(source, FtpVerb.STOR, file);
    }

    /** Uploads bytes from memory. */
    public void uploadBytes(RemotePath file, byte[] content) throws IOException {
        upload(new ByteArrayInputStream(content), file);
    }

    /** A local file behind what the remote one holds (APPE). Never to be repeated blindly. */
    public long append(Path source, RemotePath file) throws IOException {
        return ready().transfers().upload(source, FtpVerb.APPE, file);
    }

    /** All that the stream holds, behind what the remote file holds (APPE). Never to be repeated blindly. */
    public long append(InputStream source, RemotePath file) throws IOException {
        return ready().transfers().upload(Channels.newChannel(source), FtpVerb.APPE, file);
    }

    /** All that the stream holds, under a name of the server's choice (STOU), which not every server tells. */
    public Optional<RemotePath> uploadUnique(InputStream source) throws IOException {
        return ready().transfers().uploadUnique(source);
    }

    /** What the server offers, as it said when it was last asked (FEAT, RFC 2389): after the login, or by {@link #send}. */
    public Features features() {
        return pooled.connection().features();
    }

    /**
     * Any command, answered with whatever the server says; after 421 the session is closed. A session whose state the
     * command changes (another user, structure, mode, option) is closed rather than lent again.
     *
     * @throws IllegalArgumentException for commands that need a data connection or change TLS: those have methods and
     *     settings of their own
     */
    public FtpReply send(FtpCommand command) throws FtpException {
        ready();
        return RawCommands.answer(command, pooled);
    }

    /** The same, but a reply other than 2xx is an exception. */
    public FtpReply require(FtpCommand command) throws FtpException {
        FtpReply reply = send(command);
        if (!reply.isCompletion()) {
            throw pooled.connection().refused("do " + command, command, reply);
        }
        return reply;
    }

    /**
     * Ends the login and logs in as another user on the same connection (REIN, RFC 959 section 4.1.1), for networks where a
     * new connection is dear. The session stands where that login lands, and is closed rather than lent again. Messages and
     * events go on to name the client's own user.
     *
     * @throws dev.drover.ftp.FtpUnsupportedException when the server does not know REIN, as most do not: nothing has
     *     changed then
     * @throws dev.drover.ftp.FtpLoginException when the other login is refused: the session is closed then
     * @throws IllegalStateException under TLS, since servers disagree whether REIN ends that too
     */
    public void logInAgain(FtpCredentials who) throws FtpException {
        ready();
        pooled.logInAgain(who);
    }

    /** NOOP. */
    public void ping() throws FtpException {
        require(FtpCommand.of(FtpVerb.NOOP));
    }

    /** What the server said when the connection was made. */
    public FtpReply greeting() {
        return pooled.connection().greeting();
    }

    /** The last reply that was read, whatever it answered. */
    public FtpReply lastReply() {
        return pooled.connection().lastReply();
    }

    /** The server. */
    public FtpAddress address() {
        return pooled.connection().settings().address();
    }

    /** How the control connection is protected; empty in clear text. */
    public Optional<TlsDetails> tls() {
        return TlsDetails.of(pooled.connection().channel().link());
    }

    /** Whether nothing has broken it. */
    public boolean isUsable() {
        return !loan.isOver() && pooled.connection().isUsable();
    }

    /** Marks the session as not to be used again: {@link #close} will close its connection. */
    public void discard() {
        discarded = true;
    }

    /**
     * Closes the connections under whatever is being done with the session: a call that waits ends with an exception. The
     * one method that another thread than the session's own may call.
     */
    public void breakOff() {
        pooled.breakOff();
    }

    /** Gives the session back, or closes it when it is broken or a transfer is still open. Never fails. */
    @Override
    public void close() {
        if (loan.isOver()) {
            return;
        }
        boolean fit = false;
        try {
            fit = !discarded && !parts.transfers().isBusy() && pooled.isFitForOthers();
        } finally {
            loan.end(fit);
            // Until here nothing may count the session as forgotten.
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public String toString() {
        return "session " + pooled.connection().number() + " with "
                + pooled.connection().server();
    }

    /** For transfers that take part in more than one session. */
    Connection connection() {
        ready();
        return pooled.connection();
    }

    /** The parts, when a command may be sent now. */
    private Parts ready() {
        if (loan.isOver()) {
            throw new IllegalStateException(this + " was given back; open another one");
        }
        if (parts.transfers().isBusy()) {
            throw new IllegalStateException(
                    this + " has a transfer or listing open; finish, abort or close that before the next command");
        }
        return parts;
    }
}
