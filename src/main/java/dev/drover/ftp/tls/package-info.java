/**
 * TLS: a link becomes a verified TLS link, and a data connection resumes the session of its control connection. Sends
 * no FTP commands.
 */
@NullMarked
package dev.drover.ftp.tls;

import org.jspecify.annotations.NullMarked;
