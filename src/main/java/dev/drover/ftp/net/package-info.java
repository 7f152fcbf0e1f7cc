/**
 * Sockets: a TCP connection is dialled (directly or through a proxy), and every wait on it has a deadline. Knows no FTP
 * command and no TLS.
 */
@NullMarked
package dev.drover.ftp.net;

import org.jspecify.annotations.NullMarked;
