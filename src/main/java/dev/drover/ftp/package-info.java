/**
 * The vocabulary of FTP: replies, commands, paths, entries, policies, events and errors. Values only: no I/O, no
 * threads, no logging live here, and nothing here knows the packages above it.
 */
@NullMarked
package dev.drover.ftp;

import org.jspecify.annotations.NullMarked;
