package dev.drover.route;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drover.backup.ArchiveFormat;
import dev.drover.backup.ArchiveNames;
import dev.drover.backup.Backup;
import dev.drover.backup.BackupEngine;
import dev.drover.backup.BackupListener;
import dev.drover.backup.BackupResult;
import dev.drover.backup.Retention;
import dev.drover.endpoint.LocalEndpoint;
import dev.drover.mirror.RemoteTree;
import dev.drover.mirror.Tree;
import dev.drover.transfer.ByteSize;
import dev.drover.transfer.Cancellation;
import dev.drover.transfer.TimeSpan;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes an archive, reads it back, and lets go what the retention no longer wants. */
public final class BackupJob extends Job {
    private static final String NONE = "none";

    private String sources = "";
    private String target = "";
    private String archive = "";
    private String pattern = ArchiveNames.DEFAULT_PATTERN;
    private ArchiveFormat format = ArchiveFormat.TAR_GZ;
    private String include = "";
    private String exclude = "";
    private int daily;
    private int weekly;
    private int monthly;
    private Duration maxAge = Duration.ZERO;
    private String spool = "";
    private String partSize = "";
    private String encrypt = NONE;
    private boolean verify = true;
    private String timezone = "UTC";

    @Override
    String kind() {
        return "backup";
    }

    @Override
    String subject() {
        return target;
    }

    @Override
    public void check() throws IOException {
        builder(tools(), "check").build();
    }

    @Override
    JobEvent run(Tools tools, String route) throws IOException {
        BackupEngine engine = new BackupEngine(tools.transfers(), tools.clock());
        Cancellation cancellation = new Cancellation();
        Backup backup = builder(tools, route)
                .cancellation(cancellation)
                .listener(new Stop(cancellation))
                .build();
        BackupResult result = engine.create(backup);
        List<String> problems = new ArrayList<>(result.problems());
        result.check().ifPresent(check -> problems.addAll(check.problems()));
        problems.addAll(result.notPruned());
        tools.tell(new Movement(
                route,
                tools.place(target).endpoint().name(),
                result.archive(),
                result.bytes(),
                result.duration(),
                Movement.Outcome.MOVED,
                Optional.empty()));
        return event(result, problems);
    }

    private JobEvent event(BackupResult result, List<String> problems) {
        ObjectNode data = JobEvent.noData()
                .put("target", target)
                .put("archive", result.archive())
                .put("bytes", result.bytes())
                .put("sha256", result.sha256())
                .put("entries", result.manifest().entries().size())
                .put("parts", result.manifest().parts().size())
                .put("encrypted", !encrypt.equals(NONE))
                .put("verified", result.check().isPresent())
                .put("durationMs", result.duration().toMillis());
        ArrayNode told = data.putArray("problems");
        problems.forEach(told::add);
        ArrayNode gone = data.putArray("letGo");
        result.pruned().forEach(gone::add);
        String trouble = problems.isEmpty() ? "" : "; " + problems.size() + " problems, first: " + problems.get(0);
        String type = result.isGood() ? "backup.completed" : "backup.partial";
        return new JobEvent(
                result.isUsable() ? type : "backup.failed",
                result.isGood(),
                true,
                target,
                result.archive() + " in " + target + ", " + Quantities.bytes(result.bytes())
                        + (result.check().isPresent() ? ", read back" : "") + trouble,
                data);
    }

    private Backup.Builder builder(Tools tools, String route) throws IOException {
        ZoneId zone = ZoneId.of(timezone);
        String name = archive.isEmpty() ? route : archive;
        Backup.Builder builder = Backup.builder(name, target(tools))
                .format(format)
                .names(ArchiveNames.of(pattern, name, format, zone))
                .include(Words.array(include))
                .exclude(Words.array(exclude))
                .retention(retention().withZone(zone))
                .verify(verify)
                .retry(tools.place(target).endpoint().retry());
        for (String source : Words.list(sources)) {
            builder.sources(directory(tools, source));
        }
        if (!spool.isEmpty()) {
            builder.spool(directory(tools, spool));
        }
        if (!partSize.isEmpty()) {
            builder.partSize(ByteSize.parse(partSize)
                    .orElseThrow(() -> new IllegalArgumentException("partSize is a number of bytes, such as "
                            + ByteSize.EXAMPLES + ", not \"" + partSize + "\"")));
        }
        if (!encrypt.equals(NONE)) {
            builder.encryption(Workshop.of(camel()).encryption(encrypt));
        }
        return builder;
    }

    private Retention retention() {
        Retention kept = Retention.keep(daily, weekly, monthly);
        return maxAge.isZero() ? kept : kept.withMaxAge(maxAge);
    }

    private RemoteTree target(Tools tools) throws IOException {
        if (Tree.at(tools.place(target).location()) instanceof RemoteTree tree) {
            return tree;
        }
        throw new IOException("The archives of a backup go to a server; \"" + target + "\" is a directory here");
    }

    private static Path directory(Tools tools, String text) throws IOException {
        Place place = tools.place(text);
        if (place.endpoint() instanceof LocalEndpoint local) {
            return local.root().resolve(place.directory().toString());
        }
        throw new IOException("A backup is made of directories here; \"" + text + "\" is on a server");
    }

    public void setSources(String sources) {
        this.sources = sources;
    }

    public void setTarget(String target) {
        this.target = target;
    }

    public void setArchive(String archive) {
        this.archive = archive;
    }

    public void setPattern(String pattern) {
        this.pattern = pattern;
    }

    public void setFormat(ArchiveFormat format) {
        this.format = format;
    }

    public void setInclude(String include) {
        this.include = include;
    }

    public void setExclude(String exclude) {
        this.exclude = exclude;
    }

    public void setDaily(int daily) {
        this.daily = daily;
    }

    public void setWeekly(int weekly) {
        this.weekly = weekly;
    }

    public void setMonthly(int monthly) {
        this.monthly = monthly;
    }

    public void setMaxAge(String maxAge) {
        this.maxAge = TimeSpan.orZero("maxAge", maxAge);
    }

    public void setSpool(String spool) {
        this.spool = spool;
    }

    public void setPartSize(String partSize) {
        this.partSize = partSize;
    }

    public void setEncrypt(String encrypt) {
        this.encrypt = encrypt;
    }

    public void setVerify(boolean verify) {
        this.verify = verify;
    }

    public void setTimezone(String timezone) {
        this.timezone = timezone;
    }

    /** Ends a backup when Drover stops, so that nothing half is left; the next run makes a whole one. */
    private final class Stop implements BackupListener {
        private final Cancellation cancellation;

        Stop(Cancellation cancellation) {
            this.cancellation = cancellation;
        }

        @Override
        public void entry(String path, long bytes) {
            moved(bytes);
        }

        @Override
        public void moved(long bytes) {
            if (camel().isStopping() || camel().isStopped()) {
                cancellation.cancel();
            }
        }
    }
}
