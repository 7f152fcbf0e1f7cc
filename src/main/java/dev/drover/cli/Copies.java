package dev.drover.cli;

import dev.drover.transfer.IfExists;
import dev.drover.transfer.Location;
import dev.drover.transfer.RetryPolicy;
import dev.drover.transfer.Transfer;
import dev.drover.transfer.TransferEngine;
import dev.drover.transfer.TransferEvent;
import dev.drover.transfer.TransferException;
import dev.drover.transfer.TransferResult;
import dev.drover.transfer.Verification;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** How get and put copy files, one after the other, and what came of it. */
final class Copies {
    // Names partial files, so that the same command given again goes on where an interrupted one ended.
    private static final String TOKEN = "command";

    private final List<Map<String, Object>> done = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private final Set<String> targets = new HashSet<>();

    @Option(
            names = "--if-exists",
            paramLabel = "WHAT",
            defaultValue = "overwrite",
            description = "When there is a file already: fail, overwrite, skip or rename. Default: ${DEFAULT-VALUE}")
    private IfExists ifExists = IfExists.OVERWRITE;

    @Option(names = "--checksum", description = "Compares a checksum of what arrived, rather than the size only.")
    private boolean checksum;

    @Option(
            names = "--ascii",
            description = "Text: line ends become those of the other side. Neither resumed nor verified.")
    private boolean ascii;

    /** Whether files are to take the place of those that have their names. */
    boolean replace() {
        return ifExists == IfExists.OVERWRITE;
    }

    /** Refuses a file that would take the place of another one that the same command copies. */
    void requireOwn(String source, String target) throws CommandException {
        if (replace() && !targets.add(target)) {
            throw CommandException.refused(source + " is not copied: another file of this command is to become "
                    + target + "; --if-exists rename keeps both");
        }
    }

    /** Copies one file that may have been looked at a moment ago; fails when it is not there in the end. */
    void fetch(
            TransferEngine engine,
            Location from,
            Optional<Item> seen,
            Location to,
            RetryPolicy retry,
            Progress progress)
            throws TransferException {
        copy(engine, from, from.name(), from.toString(), seen, to, retry, progress);
    }

    /** Copies one file; fails when it is not there in the end. */
    void copy(TransferEngine engine, Location from, Location to, RetryPolicy retry, Progress progress)
            throws TransferException {
        copy(engine, from, from.name(), from.toString(), to, retry, progress);
    }

    /**
     * The same, of a file that stands for something else.
     *
     * @param name for progress
     * @param source what it is called where it is told that it was copied
     */
    void copy(
            TransferEngine engine,
            Location from,
            String name,
            String source,
            Location to,
            RetryPolicy retry,
            Progress progress)
            throws TransferException {
        copy(engine, from, name, source, Optional.empty(), to, retry, progress);
    }

    private void copy(
            TransferEngine engine,
            Location from,
            String name,
            String source,
            Optional<Item> seen,
            Location to,
            RetryPolicy retry,
            Progress progress)
            throws TransferException {
        Transfer.Builder transfer = Transfer.builder(from, to)
                .ifExists(ifExists)
                .verification(checksum && !ascii ? Verification.CHECKSUM : Verification.SIZE)
                .ascii(ascii)
                .token(TOKEN)
                .retry(retry)
                .listener(event -> follow(event, name, progress));
        seen.ifPresent(item -> transfer.seen(item.size(), item.modified()));
        TransferResult result = engine.transfer(transfer.build());
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("from", source);
        row.put("to", result.target().toString());
        row.put("status", result.status().name().toLowerCase(Locale.ROOT));
        row.put("bytes", result.bytes());
        row.put("sha256", result.sha256());
        row.put("resumedFrom", result.resumedFrom());
        row.put("attempts", result.attempts());
        row.put("millis", result.duration().toMillis());
        done.add(row);
        boolean skipped = result.status() == TransferResult.Status.SKIPPED;
        lines.add(source + " -> " + result.target() + " ("
                + (skipped ? "skipped, it is there already" : Texts.bytes(result.bytes())) + ")");
    }

    /** Tells what was copied: programs everything, people a line a file. */
    void tell(Output output) {
        if (output.isJson()) {
            output.rows(done);
        } else {
            lines.forEach(output::say);
        }
    }

    private static void follow(TransferEvent event, String name, Progress progress) {
        if (event instanceof TransferEvent.Progress moving) {
            progress.moved(name, moving.bytes(), moving.resumedFrom());
        } else if (event instanceof TransferEvent.Completed completed) {
            progress.arrived(name, completed.result().bytes());
        } else if (event instanceof TransferEvent.Failed) {
            progress.gaveUp(name);
        }
    }
}
