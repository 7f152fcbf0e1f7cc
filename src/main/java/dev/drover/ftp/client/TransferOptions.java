package dev.drover.ftp.client;

import dev.drover.ftp.TransferType;
import java.util.Objects;
import java.util.OptionalLong;

/** How one download or upload is done. Immutable; start from {@link #BINARY} or {@link #ASCII}. */
public final class TransferOptions {
    /** All of the file, byte by byte. */
    public static final TransferOptions BINARY = new TransferOptions(TransferType.BINARY, 0, OptionalLong.empty());

    /** Lines: CRLF on the wire, LF on our side. Cannot be resumed or checked against a size. */
    public static final TransferOptions ASCII = new TransferOptions(TransferType.ASCII, 0, OptionalLong.empty());

    private final TransferType type;
    private final long offset;
    private final OptionalLong expectedSize;

    private TransferOptions(TransferType type, long offset, OptionalLong expectedSize) {
        this.type = Objects.requireNonNull(type, "type");
        this.offset = offset;
        this.expectedSize = expectedSize;
        if (offset < 0) {
            throw new IllegalArgumentException("an offset is not negative: " + offset);
        }
        if (type == TransferType.ASCII && offset > 0) {
            throw new IllegalArgumentException("an ASCII transfer cannot start at an offset: bytes and offsets differ");
        }
    }

    /** The same, in another type. */
    public TransferOptions withType(TransferType value) {
        return new TransferOptions(value, offset, expectedSize);
    }

    /** Start at this byte of the remote file (REST, RFC 3659 section 5). */
    public TransferOptions withOffset(long bytes) {
        return new TransferOptions(type, bytes, expectedSize);
    }

    /** The size of the whole file, as a listing or SIZE told it: a download is checked against it. */
    public TransferOptions withExpectedSize(long bytes) {
        return new TransferOptions(type, offset, OptionalLong.of(bytes));
    }

    /** Whether bytes or lines are moved. */
    public TransferType type() {
        return type;
    }

    /** In bytes. */
    public long offset() {
        return offset;
    }

    /** Of the whole file, in bytes. */
    public OptionalLong expectedSize() {
        return expectedSize;
    }
}
