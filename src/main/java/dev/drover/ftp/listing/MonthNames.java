package dev.drover.ftp.listing;

import static java.util.Map.entry;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Short month names as servers write them in many languages. Compared without case, accents and dots, because servers
 * lose all three.
 */
final class MonthNames {
    private static final int LONGEST = 12;

    /** Croatian "lip", "srp" and "lis" are other months than in Polish and Czech. */
    private static final String ONLY_IF_TOLD = "hr";

    /** Twelve months a language, in order; several spellings of one month are separated by a bar. */
    private static final Map<String, String> NAMES = Map.ofEntries(
            entry(
                    "en",
                    "jan|january feb|february mar|march apr|april may jun|june jul|july aug|august"
                            + " sep|sept|september oct|october nov|november dec|december"),
            entry("de", "jan|jaen feb mar|mrz|maerz apr mai jun jul aug sep|sept okt nov dez"),
            entry("fr", "jan|janv fev|fevr mar|mars avr|avril mai jui|juin jul|juil aou|aout sep|sept oct nov dec"),
            entry("es", "ene feb mar abr may jun jul ago sep|sept|set oct nov dic"),
            entry("ca", "gen feb mar|marc abr mai|maig jun|juny jul ago|ag set oct nov des"),
            entry("it", "gen feb mar apr mag giu lug ago set ott nov dic"),
            entry("pt", "jan fev mar abr mai jun jul ago set out nov dez"),
            entry("ro", "ian feb mar apr mai iun iul aug sep|sept oct noi|noie dec"),
            entry("nl", "jan feb mrt|maa apr mei jun jul aug sep okt nov dec"),
            entry("da", "jan feb mar apr maj jun jul aug sep okt nov dec"),
            entry("no", "jan feb mar|mars apr mai jun|juni jul|juli aug sep okt nov des"),
            entry("sv", "jan feb mar|mars apr maj jun|juni jul|juli aug sep|sept okt nov dec"),
            entry("is", "jan feb mar apr mai jun jul agu sep okt nov des"),
            entry("fi", "tammi helmi maalis huhti touko kesa heina elo syys loka marras joulu"),
            entry("et", "jaan veebr marts apr mai juuni juuli aug sept okt nov dets"),
            entry("lv", "jan febr marts apr maijs jun jul aug sept okt nov dec"),
            entry("lt", "saus vas kov bal geg birz liep rugp rugs spal lapkr gruod"),
            entry("pl", "sty lut mar kwi maj cze lip sie wrz paz lis gru"),
            entry("cs", "led uno bre dub kve cer|cen cec|cvc srp zar rij lis pro"),
            entry("sk", "jan feb mar apr maj jun jul aug sep okt nov dec"),
            entry("sl", "jan feb mar apr maj jun jul avg sep okt nov dec"),
            entry("hr", "sij velj|vel ozu tra svi lip srp kol ruj lis stu pro"),
            entry("hu", "jan febr|feb marc apr maj jun jul aug szept|sze okt nov dec"),
            entry("tr", "oca sub mar nis may haz tem agu eyl eki kas ara"),
            entry("el", "ιαν φεβ μαρ απρ μαι|μαϊ ιουν ιουλ αυγ σεπ οκτ νοε δεκ"),
            entry("ru", "янв фев мар апр мая|май июн июл авг сен окт ноя дек"),
            entry("uk", "січ лют бер кві тра чер лип сер вер жов лис гру"),
            entry("bg", "яну фев мар апр май юни юли авг сеп окт ное дек"));

    private static final Map<String, Map<String, Integer>> BY_LANGUAGE = byLanguage();
    private static final Map<String, Integer> CLEAR = clear();

    private MonthNames() {}

    /**
     * The number of a month, from 1; 0 when the word is no month's name.
     *
     * @param language ISO 639; when empty or not known, any but Croatian
     */
    static int number(String word, String language) {
        int letters = word.endsWith(".") ? word.length() - 1 : word.length();
        if (letters < 2 || letters > LONGEST || !isWord(word, letters)) {
            return 0;
        }
        Map<String, Integer> names = BY_LANGUAGE.getOrDefault(language, CLEAR);
        return names.getOrDefault(plain(word), 0);
    }

    private static Map<String, Map<String, Integer>> byLanguage() {
        Map<String, Map<String, Integer>> all = new HashMap<>();
        Map<String, Integer> english = numbers(NAMES.getOrDefault("en", ""));
        NAMES.forEach((language, names) -> {
            Map<String, Integer> months = new HashMap<>(english);
            months.putAll(numbers(names));
            all.put(language, Map.copyOf(months));
        });
        return Map.copyOf(all);
    }

    private static Map<String, Integer> clear() {
        Map<String, Integer> all = new HashMap<>();
        NAMES.forEach((language, names) -> {
            if (!language.equals(ONLY_IF_TOLD)) {
                all.putAll(numbers(names));
            }
        });
        return Map.copyOf(all);
    }

    private static Map<String, Integer> numbers(String names) {
        Map<String, Integer> numbers = new HashMap<>();
        String[] months = names.split(" ", -1);
        for (int month = 0; month < months.length; month++) {
            for (String name : months[month].split("\\|", -1)) {
                numbers.put(plain(name), month + 1);
            }
        }
        return numbers;
    }

    private static String plain(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        String decomposed = isAscii(lower) ? lower : Normalizer.normalize(lower, Normalizer.Form.NFD);
        StringBuilder letters = new StringBuilder(decomposed.length());
        decomposed.chars().filter(Character::isLetter).forEach(c -> letters.append((char) c));
        return letters.toString();
    }

    private static boolean isWord(String text, int end) {
        return text.chars()
                .limit(end)
                .allMatch(c -> Character.isLetter(c) || Character.getType(c) == Character.NON_SPACING_MARK);
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }
}
