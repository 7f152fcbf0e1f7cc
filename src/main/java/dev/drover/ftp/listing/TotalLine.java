package dev.drover.ftp.listing;

import java.util.Locale;
import java.util.Set;

/** The first line of {@code ls -l}, in the languages in which servers greet. */
final class TotalLine {
    private static final Set<String> WORDS = Set.of(
            "total",
            "totaal",
            "totale",
            "totalt",
            "insgesamt",
            "gesamt",
            "itogo",
            "итого",
            "razem",
            "celkem",
            "toplam",
            "yhteensä",
            "összesen",
            "合計",
            "总用量",
            "总计",
            "總計",
            "합계");

    private TotalLine() {}

    /** {@code total 20}, {@code total 4.0K}, {@code insgesamt: 20}. */
    static boolean is(Fields fields) {
        String word = fields.text(0).toLowerCase(Locale.ROOT);
        String plain = word.endsWith(":") ? word.substring(0, word.length() - 1) : word;
        return fields.count() == 2
                && WORDS.contains(plain)
                && Digits.is(fields.text(1).charAt(0));
    }
}
