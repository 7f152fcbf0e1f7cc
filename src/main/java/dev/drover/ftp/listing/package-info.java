/**
 * Listing text becomes entries: MLSx and the many dialects of LIST. Pure functions; the clock and the zone are passed in.
 */
@NullMarked
package dev.drover.ftp.listing;

import org.jspecify.annotations.NullMarked;
