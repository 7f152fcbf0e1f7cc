package dev.drover.transfer;

/** Hears how a transfer goes, on the thread that runs it: must be quick. What it throws ends the transfer. */
@FunctionalInterface
public interface TransferListener {
    /** Hears nothing. */
    TransferListener NONE = event -> {};

    void on(TransferEvent event);
}
