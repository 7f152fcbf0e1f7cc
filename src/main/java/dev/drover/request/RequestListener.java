package dev.drover.request;

import dev.drover.transfer.TransferEvent;

/** Hears how a request goes, on the thread that carries it out: must be quick and must not throw. */
public interface RequestListener {
    /** Hears nothing. */
    RequestListener NONE = new RequestListener() {};

    /** It is allowed and begins. */
    default void started(TransferRequest request) {}

    /** Bytes of an item are moving, or an attempt is to be repeated; only when the request asks for progress. */
    default void progress(TransferRequest request, TransferEvent event) {}

    /** One item is over, well or not. */
    default void itemEnded(TransferRequest request, Outcome.Item item) {}

    default void ended(Outcome outcome) {}
}
