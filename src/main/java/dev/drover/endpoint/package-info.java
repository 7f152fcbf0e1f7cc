/**
 * Named endpoints from configuration: address, credentials, TLS, limits, allowed paths, all checked at start and all
 * errors told at once; and the check that tries one out. Requests and routes know an endpoint by its name only.
 */
@NullMarked
package dev.drover.endpoint;

import org.jspecify.annotations.NullMarked;
