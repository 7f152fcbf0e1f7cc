package dev.drover.testing.script;

import org.jspecify.annotations.Nullable;

/** What one control connection remembers between commands. Belongs to the thread of its conversation. */
final class LoginState {
    @Nullable
    String user;

    boolean loggedIn;
    String workingDirectory = "/";

    /** RFC 959 section 3.1.1.1: ASCII until TYPE says otherwise. */
    boolean ascii = true;

    boolean deflated;
    boolean protectsData;

    @Nullable
    String renameFrom;

    private long restart;

    void restartAt(long offset) {
        restart = offset;
    }

    /** RFC 3659 section 5: good for the next transfer only. */
    long takeRestart() {
        long offset = restart;
        restart = 0;
        return offset;
    }
}
