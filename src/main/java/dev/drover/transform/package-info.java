/**
 * Content that changes on its way: compressed, with other line ends or another charset, encrypted or decrypted. Streams
 * become streams, in constant memory; transforms have names, which settings give them, so that keys and passphrases stand
 * there and nowhere else. Knows no files, no servers and no routes.
 */
@NullMarked
package dev.drover.transform;

import org.jspecify.annotations.NullMarked;
