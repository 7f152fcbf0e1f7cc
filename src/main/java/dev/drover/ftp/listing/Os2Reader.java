package dev.drover.ftp.listing;

import dev.drover.ftp.RemoteEntry;
import dev.drover.ftp.RemoteEntry.Kind;
import dev.drover.ftp.listing.ListingContext.DateOrder;
import java.time.LocalDate;

/** OS/2: size, attributes, {@code DIR}, date, time, name. */
final class Os2Reader implements LineReader {
    private static final String ATTRIBUTES = "ARHS-";

    private final ListingContext context;
    private final ServerTimes times;

    Os2Reader(ListingContext context) {
        this.context = context;
        this.times = new ServerTimes(context);
    }

    @Override
    public Reading read(ListingLine line) {
        Fields fields = Fields.of(line.text());
        if (TotalLine.is(fields)) {
            return Reading.KNOWN;
        }
        int field = 1;
        while (isAttributes(fields.text(field)) && field < 3) {
            field++;
        }
        boolean isDirectory = fields.text(field).equals("DIR");
        int dateField = isDirectory ? field + 1 : field;
        dateField += isDirectory && isAttributes(fields.text(dateField)) ? 1 : 0;
        DigitDate digits = DigitDate.of(fields.text(dateField));
        LocalDate date = digits == null ? null : digits.in(order());
        ClockTime clock = ClockTime.of(fields.text(dateField + 1));
        long size = Digits.number(fields.text(0));
        if (size < 0 || date == null || clock == null || !fields.has(dateField + 2)) {
            return Reading.UNEXPLAINED;
        }
        RemoteEntry.Builder entry = RemoteEntry.builder(
                        line.path(fields.from(dateField + 2).replace('\\', '/')),
                        isDirectory ? Kind.DIRECTORY : Kind.FILE)
                .modified(times.at(date, clock));
        return Reading.of(isDirectory ? entry : entry.size(size));
    }

    private DateOrder order() {
        return context.dateOrder() == DateOrder.DETECT ? DateOrder.MONTH_FIRST : context.dateOrder();
    }

    private static boolean isAttributes(String text) {
        return !text.isEmpty() && text.length() <= 5 && text.chars().allMatch(c -> ATTRIBUTES.indexOf(c) >= 0);
    }
}
