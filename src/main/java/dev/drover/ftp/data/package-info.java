/**
 * Data connections: passive and active set-up, the check of the peer, ASCII lines, MODE Z and the copy loop. Parses no
 * listings.
 */
@NullMarked
package dev.drover.ftp.data;

import org.jspecify.annotations.NullMarked;
