/**
 * One file, safely, from one place to another: a temporary name, resume, verification, rename, retry, progress. A place
 * is a file below a local directory or on an FTP server, and every pair of them goes through the same engine. Nothing
 * here knows Camel, JMS, HTTP or a configuration file.
 */
@NullMarked
package dev.drover.transfer;

import org.jspecify.annotations.NullMarked;
