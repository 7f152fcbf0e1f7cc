package dev.drover.ftp.listing;

import dev.drover.ftp.RemoteEntry;
import dev.drover.ftp.listing.ListingContext.DateOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** All listing formats. Each can be asked for by name; {@link #automatic} finds out by the lines themselves. */
public final class ListingFormats {
    /** In the order in which equal votes count, but for the one that SYST names. */
    private static final List<Dialect> DIALECTS = List.of(
            Dialect.of("mlsd", List.of(), context -> new MlsxReader(true)),
            Dialect.of("eplf", List.of(), context -> new EplfReader()),
            Dialect.of("unix", List.of("UNIX"), UnixReader::new),
            dos(DateOrder.MONTH_FIRST),
            dos(DateOrder.DAY_FIRST),
            dos(DateOrder.YEAR_FIRST),
            Dialect.of("vms", List.of("VMS"), VmsReader::new),
            Dialect.of("mvs", List.of("MVS", "Z/OS"), context -> new MvsDatasetReader()),
            Dialect.of("mvs", List.of("MVS", "Z/OS"), MvsMemberReader::new),
            Dialect.of("mvs", List.of("MVS", "Z/OS"), context -> new JesReader()),
            os400(DateOrder.MONTH_FIRST),
            os400(DateOrder.YEAR_FIRST),
            os400(DateOrder.DAY_FIRST),
            Dialect.of("os2", List.of("OS/2"), Os2Reader::new),
            Dialect.of("netware", List.of("NETWARE"), NetWareReader::new),
            Dialect.of("mac", List.of("MACOS"), MacReader::new),
            Dialect.of("nonstop", List.of("NONSTOP", "TANDEM", "GUARDIAN"), NonStopReader::new),
            Dialect.of("enterprise", List.of("CONNECT:ENTERPRISE"), EnterpriseReader::new));

    /** By name only: whoever sent MLSD or NLST knows what comes, and anything at all would fit. */
    private static final Map<String, Dialect> ON_DEMAND = Map.of(
            "mlsd", Dialect.of("mlsd", List.of(), context -> new MlsxReader(false)),
            "names", Dialect.of("names", List.of(), context -> new NameReader()));

    private static final Map<String, String> OTHER_NAMES = Map.ofEntries(
            Map.entry("mlsx", "mlsd"),
            Map.entry("mlst", "mlsd"),
            Map.entry("nlst", "names"),
            Map.entry("windows", "dos"),
            Map.entry("windows_nt", "dos"),
            Map.entry("iis", "dos"),
            Map.entry("openvms", "vms"),
            Map.entry("zos", "mvs"),
            Map.entry("z/os", "mvs"),
            Map.entry("os/400", "os400"),
            Map.entry("as/400", "os400"),
            Map.entry("ibmi", "os400"),
            Map.entry("os/2", "os2"),
            Map.entry("macos", "mac"),
            Map.entry("tandem", "nonstop"));

    private static final ListingFormat AUTOMATIC = format("auto", DIALECTS);

    private ListingFormats() {}

    /** Whatever format fits the first lines best. */
    public static ListingFormat automatic() {
        return AUTOMATIC;
    }

    /**
     * The format of that name, case-blind.
     *
     * @throws IllegalArgumentException when there is none, naming all there are
     */
    public static ListingFormat named(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        String known = OTHER_NAMES.getOrDefault(lower, lower);
        if (known.equals(AUTOMATIC.name())) {
            return AUTOMATIC;
        }
        Dialect onDemand = ON_DEMAND.get(known);
        List<Dialect> dialects = onDemand != null
                ? List.of(onDemand)
                : DIALECTS.stream().filter(d -> d.format().equals(known)).toList();
        if (dialects.isEmpty()) {
            throw new IllegalArgumentException(
                    "There is no listing format \"" + name + "\"; there are " + String.join(", ", names()) + ".");
        }
        return format(known, dialects);
    }

    /** The names that {@link #named} takes, sorted. */
    public static List<String> names() {
        TreeSet<String> names = new TreeSet<>(ON_DEMAND.keySet());
        names.add(AUTOMATIC.name());
        DIALECTS.forEach(dialect -> names.add(dialect.format()));
        return List.copyOf(names);
    }

    /** A whole listing in whatever format fits. */
    public static ParsedListing parse(Iterable<String> lines, ListingContext context) {
        return parse(AUTOMATIC, lines, context);
    }

    /** A whole listing in a given format. */
    public static ParsedListing parse(ListingFormat format, Iterable<String> lines, ListingContext context) {
        ListingParser parser = format.open(context);
        List<ListingItem> items = new ArrayList<>();
        lines.forEach(line -> items.addAll(parser.accept(line)));
        items.addAll(parser.finish());
        List<RemoteEntry> entries = new ArrayList<>();
        List<ListingItem.Refused> refused = new ArrayList<>();
        for (ListingItem item : items) {
            if (item instanceof ListingItem.Entry entry) {
                entries.add(entry.entry());
            } else if (item instanceof ListingItem.Refused line) {
                refused.add(line);
            }
        }
        return new ParsedListing(entries, refused);
    }

    private static Dialect dos(DateOrder order) {
        return new Dialect("dos", List.of("WINDOWS", "WIN32", "DOS"), order, context -> new DosReader(context, order));
    }

    private static Dialect os400(DateOrder order) {
        return new Dialect("os400", List.of("OS/400"), order, context -> new Os400Reader(context, order));
    }

    private static ListingFormat format(String name, List<Dialect> dialects) {
        return new VotedFormat(name, dialects);
    }

    private record VotedFormat(String name, List<Dialect> dialects) implements ListingFormat {
        @Override
        public ListingParser open(ListingContext context) {
            return new VotingParser(dialects, context);
        }
    }
}
