/**
 * TLS: a link becomes a verified TLS link, and a data connection resumes the session of its control connection. Sends
 * no FTP commands.
 *
 * <p>With vsftpd and TLS 1.2 sessions resume only in a JVM that was started with
 * {@code -Djdk.tls.client.enableSessionTicketExtension=false}: its tickets claim to live longer than JSSE believes. With
 * ProFTPD and TLS 1.3 they do not resume after an upload, since no new ticket comes; TLS 1.2 has no such trouble.
 */
@NullMarked
package dev.drover.ftp.tls;

import org.jspecify.annotations.NullMarked;
