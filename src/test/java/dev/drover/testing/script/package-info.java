/**
 * A scripted FTP server for tests: it plays exact replies and faults that no honest server shows, and records what it
 * was told. Protocol behaviour of real servers is tested against real servers, not here.
 */
@NullMarked
package dev.drover.testing.script;

import org.jspecify.annotations.NullMarked;
