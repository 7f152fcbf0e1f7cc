/** Measurements side by side with peers. Run by the profile {@code bench}, never as tests. */
package dev.drover.bench;
