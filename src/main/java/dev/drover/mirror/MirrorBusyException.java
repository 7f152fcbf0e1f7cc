package dev.drover.mirror;

import java.io.IOException;

/** Another run of the same mirror is at work. This one has touched nothing and may be tried later. */
public final class MirrorBusyException extends IOException {
    private static final long serialVersionUID = 1L;

    MirrorBusyException(Mirror mirror) {
        super("Another run of the mirror " + mirror + " is at work; nothing was touched by this one");
    }
}
