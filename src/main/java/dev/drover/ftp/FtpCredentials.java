package dev.drover.ftp;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who logs in. {@link #toString} shows the user only. Immutable. */
public final class FtpCredentials {
    private final String user;
    private final String password;
    private final @Nullable String account;

    private FtpCredentials(String user, String password, @Nullable String account) {
        this.user = Objects.requireNonNull(user, "user");
        this.password = Objects.requireNonNull(password, "password");
        this.account = account;
    }

    /** A user and a password, without an account. */
    public static FtpCredentials of(String user, String password) {
        return new FtpCredentials(user, password, null);
    }

    /** The custom of RFC 1635: user {@code anonymous}, and something like a mail address as the password. */
    public static FtpCredentials anonymous() {
        return of("anonymous", "anonymous@");
    }

    /** With an account for servers that ask for one with 332 (ACCT, RFC 959 section 4.1.1). */
    public FtpCredentials withAccount(String newAccount) {
        return new FtpCredentials(user, password, newAccount);
    }

    /** As sent with USER. */
    public String user() {
        return user;
    }

    /** As sent with PASS; never part of {@link #toString}. */
    public String password() {
        return password;
    }

    /** As sent with ACCT when the server asks for it (332); never part of {@link #toString}. */
    public Optional<String> account() {
        return Optional.ofNullable(account);
    }

    @Override
    public String toString() {
        return user;
    }
}
