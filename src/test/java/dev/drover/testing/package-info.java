/** What the tests talk to: real FTP servers, an embedded one, certificates, and a raw client that hides nothing. */
@NullMarked
package dev.drover.testing;

import org.jspecify.annotations.NullMarked;
