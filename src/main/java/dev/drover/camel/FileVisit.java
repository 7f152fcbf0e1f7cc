package dev.drover.camel;

import dev.drover.ftp.RemoteEntry;
import org.apache.camel.Exchange;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileOperationFailedException;
import org.apache.camel.component.file.GenericFileProcessStrategy;
import org.apache.camel.spi.Synchronization;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One file of a poll on its way to its route: through lock, preMove and download, or back to where it was when one of them
 * fails, so that the next poll finds it as this one did. One thread at a time.
 */
final class FileVisit {
    private static final Logger LOG = LoggerFactory.getLogger(FileVisit.class);

    private final FtpConsumer consumer;
    private final FtpEndpoint endpoint;
    private final RemoteOperations operations;
    private final GenericFileProcessStrategy<RemoteEntry> strategy;
    private final Exchange exchange;
    private final FileKeys keys;
    private GenericFile<RemoteEntry> file;
    private long begun;
    private boolean started;

    /** @param exchange carries the file as it was found */
    FileVisit(
            FtpConsumer consumer,
            RemoteOperations operations,
            GenericFileProcessStrategy<RemoteEntry> strategy,
            Exchange exchange,
            FileKeys keys) {
        this.consumer = consumer;
        this.endpoint = consumer.getEndpoint();
        this.operations = operations;
        this.strategy = strategy;
        this.exchange = exchange;
        this.keys = keys;
        this.file = FtpConsumer.fileOf(exchange);
    }

    /** Whether the file can be routed: it is locked, moved and fetched as far as the options say. */
    boolean begin() {
        if (!isBegun()) {
            return false;
        }
        file = FtpConsumer.fileOf(exchange);
        begun = System.nanoTime();
        try {
            fetch();
        } catch (RuntimeException e) {
            giveUp(e);
            return false;
        }
        started = true;
        return true;
    }

    /** Whether the poll counts the file: it was routed, or failed in a way that was reported. */
    boolean isStarted() {
        return started;
    }

    /** What is to be done with the file when its exchange is done. */
    Synchronization completion(Unfinished unfinished) {
        return new FileCompletion(endpoint, operations, strategy, file, keys, unfinished, begun);
    }

    void route() {
        try {
            consumer.getProcessor().process(exchange);
        } catch (Exception e) {
            consumer.report("Error processing file " + file + " due to " + e.getMessage(), exchange, e);
        }
    }

    private boolean isBegun() {
        Exception failure = null;
        try {
            if (strategy.begin(operations, endpoint, exchange, file)) {
                return true;
            }
        } catch (Exception e) {
            failure = e;
        }
        abort();
        keys.leave();
        if (failure != null) {
            consumer.report(
                    endpoint + " cannot begin processing file: " + file + " due to: " + failure.getMessage(),
                    exchange,
                    failure);
        }
        return false;
    }

    private void fetch() {
        if (!(exchange.getIn().getBody() instanceof GenericFile)) {
            // A file that was moved before it is routed comes with a new message, which has no body yet.
            exchange.getIn().setBody(file);
        }
        consumer.updateFileHeaders(file, exchange.getIn());
        if (consumer.isRetrieveFile()) {
            operations.retrieveFile(file.getAbsoluteFilePath(), exchange, file.getFileLength());
        } else {
            exchange.getIn().setBody(null);
        }
        if (!consumer.isStartScheduler()) {
            // Who asked for this file may take the body from the exchange and end it.
            Retrieved.share(exchange);
        }
    }

    private void giveUp(RuntimeException failure) {
        takeBackPreMove();
        abort();
        keys.forget();
        keys.leave();
        if (consumer.ignoreCannotRetrieveFile(file.getAbsoluteFilePath(), exchange, failure)) {
            LOG.debug("{} is not there or may not be read; it is passed over.", file);
            return;
        }
        started = true;
        consumer.report("Error processing file " + file + " due to " + failure.getMessage(), exchange, failure);
    }

    private void abort() {
        try {
            strategy.abort(operations, endpoint, exchange, file);
        } catch (Exception e) {
            consumer.report(
                    endpoint + " cannot abort processing file: " + file + " due to: " + e.getMessage(), exchange, e);
        }
    }

    /** A claim is given back by the lock that has made it. */
    private void takeBackPreMove() {
        String now = file.getAbsoluteFilePath();
        if (!now.equals(keys.path()) && !Claims.isClaim(now)) {
            try {
                WayBack.take(operations, now, keys.path());
            } catch (GenericFileOperationFailedException e) {
                LOG.warn("{} was not fetched, and stays behind as {}: {}", keys.path(), now, e.getMessage());
            }
        }
    }
}
