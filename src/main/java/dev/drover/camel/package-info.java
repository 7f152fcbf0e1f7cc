/**
 * The Camel component: schemes {@code ftp} and {@code ftps} on camel-file's GenericFile classes, with the options, headers
 * and behaviour of camel-ftp, and scheme {@code drover} for named endpoints. It translates between Camel's beans and
 * {@code dev.drover.ftp.client}, calls, and maps errors; no protocol logic lives here.
 */
@NullMarked
package dev.drover.camel;

import org.jspecify.annotations.NullMarked;
