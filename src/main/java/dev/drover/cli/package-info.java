/**
 * The command line: one class a subcommand, which parses, calls and turns the outcome into text and an exit code. What a
 * command does lives elsewhere.
 */
@NullMarked
package dev.drover.cli;

import org.jspecify.annotations.NullMarked;
