/**
 * The verbs: a client that owns a bounded pool, a session that is one login, and the handles of a running download or
 * upload. Everything the other packages of the program may call stands here and in {@code dev.drover.ftp}.
 */
@NullMarked
package dev.drover.ftp.client;

import org.jspecify.annotations.NullMarked;
