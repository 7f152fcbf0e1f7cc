package dev.drover.camel;

import dev.drover.ftp.RemoteEntry;
import dev.drover.ftp.RemotePath;
import java.io.File;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileMessage;
import org.jspecify.annotations.Nullable;

/** A file on a server, as an exchange carries it. Its paths have slashes on every system, and names are left alone. */
public final class RemoteFile extends GenericFile<RemoteEntry> {
    private @Nullable String hostname;

    /**
     * The file or directory as a poll of the endpoint has found it.
     *
     * @param path as it is asked for
     * @param name the last part of the path, as it was listed
     */
    static RemoteFile found(FtpEndpoint endpoint, String path, String name, RemoteEntry entry) {
        RemoteFile file = new RemoteFile();
        String endpointPath = endpoint.getConfiguration().getDirectory();
        file.setCharset(endpoint.getCharset());
        file.setEndpointPath(endpointPath);
        file.setFile(entry.toBuilder().path(pathOf(path, entry)).build());
        file.setFileNameOnly(RemotePath.of(name).name());
        file.setFileLength(entry.size().orElse(-1));
        file.setDirectory(entry.isDirectory());
        entry.modified().ifPresent(time -> file.setLastModified(time.instant().toEpochMilli()));
        file.setHostname(endpoint.getConfiguration().getHost());
        file.setAbsolute(endpoint.isAbsolute(path));
        file.setAbsoluteFilePath(path);
        String relative = RemoteNames.relative(RemoteNames.withoutTrailingSlash(endpointPath), path);
        file.setRelativeFilePath(relative);
        file.setFileName(relative);
        return file;
    }

    /** A name that is not text keeps the bytes it was listed with. */
    private static RemotePath pathOf(String path, RemoteEntry entry) {
        return entry.path().toString().equals(path) ? entry.path() : RemotePath.of(path);
    }

    @Override
    public void populateHeaders(GenericFileMessage<RemoteEntry> message, boolean probeContentType) {
        super.populateHeaders(message, false);
        if (message != null) {
            // camel-ftp shows the login directory as the root here when there is no starting directory.
            message.setHeader(FtpConstants.FILE_PARENT, super.getParent());
            message.setHeader(FtpConstants.FILE_HOST, hostname);
        }
    }

    @Override
    public void copyFromPopulateAdditional(GenericFile<RemoteEntry> source, GenericFile<RemoteEntry> result) {
        ((RemoteFile) result).hostname = ((RemoteFile) source).hostname;
    }

    /** As the base class does it, but that a backslash stays what it is. */
    @Override
    public void changeFileName(String newName) {
        String base = getEndpointPath().endsWith("/") ? getEndpointPath() : getEndpointPath() + "/";
        String name = !isAbsolute() && newName.startsWith(base) ? newName.substring(base.length()) : newName;
        String only = RemotePath.of(name).name();
        setFileNameOnly(only);
        setFileName(only);
        setRelativeFilePath(name);
        setAbsolute(isAbsolute(name));
        boolean whole = isAbsolute() || getEndpointPath().isEmpty();
        setAbsoluteFilePath(whole ? name : base + name);
    }

    /** The directory that holds the file, as the server is asked for it: a dot for the directory of the login. */
    @Override
    public String getParent() {
        RemotePath parent = RemotePath.of(getAbsoluteFilePath()).parent();
        return parent.isEmpty() ? "." : parent.toString();
    }

    @Override
    public char getFileSeparator() {
        return '/';
    }

    @Override
    protected boolean isAbsolute(String name) {
        return name.startsWith("/");
    }

    @Override
    protected String normalizePath(String name) {
        return name;
    }

    /** Only our own separator is replaced: on most servers a backslash is a letter like any other in a name. */
    @Override
    protected @Nullable String normalizePathToProtocol(@Nullable String path) {
        return path == null || File.separatorChar == '/' ? path : path.replace(File.separatorChar, '/');
    }

    public @Nullable String getHostname() {
        return hostname;
    }

    public void setHostname(@Nullable String hostname) {
        this.hostname = hostname;
    }

    @Override
    public String toString() {
        return "RemoteFile[" + (isAbsolute() ? getAbsoluteFilePath() : getRelativeFilePath()) + "]";
    }
}
