/**
 * Two trees made equal: both are scanned, the difference becomes a plan, the plan is carried out. A plan is a value that
 * can be printed and tested; only what it says is done. Files move through {@code dev.drover.transfer}, one by one and
 * whole. What cannot be seen completely is never the reason to delete anything.
 */
@NullMarked
package dev.drover.mirror;

import org.jspecify.annotations.NullMarked;
