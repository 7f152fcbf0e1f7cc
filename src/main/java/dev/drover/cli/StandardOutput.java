package dev.drover.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;

/** The bytes of standard output. Writers of text keep failures to themselves; this one ends the command. */
final class StandardOutput extends OutputStream {
    private final OutputStream out = new FileOutputStream(FileDescriptor.out);

    @Override
    public void write(int value) {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            throw new OutputLost(e);
        }
    }

    /** Makes sure that text has been written; why it was not, only another attempt can tell. */
    void check(PrintWriter text) {
        if (text.checkError() || System.out.checkError()) {
            write('\n');
            throw new OutputLost(new IOException("an earlier part of it is missing"));
        }
    }
}
