/**
 * What happened, durably: transfer requests with their items, attempts and events; what plain routes moved; which files
 * are taken or done; who leads what. Claims between nodes are leases with a fence, on the database's clock. Moves no bytes,
 * knows no Camel and no messaging; SQL only with parameters.
 */
@NullMarked
package dev.drover.journal;

import org.jspecify.annotations.NullMarked;
