/**
 * Requests as JSON messages: the schema, strict reading, what is allowed, execution by the transfer engine, and the
 * outcome as JSON. No queue, no broker, no HTTP: who brings a request and who gets its outcome is for others to say.
 */
@NullMarked
package dev.drover.request;

import org.jspecify.annotations.NullMarked;
