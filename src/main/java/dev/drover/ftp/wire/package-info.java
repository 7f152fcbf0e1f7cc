/**
 * The control channel: a command becomes bytes, bytes become a reply, strictly and within bounds. Knows nothing of what
 * a verb means, of data connections or of retries.
 */
@NullMarked
package dev.drover.ftp.wire;

import org.jspecify.annotations.NullMarked;
