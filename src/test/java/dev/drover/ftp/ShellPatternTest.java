package dev.drover.ftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class ShellPatternTest {
    @Provide
    Arbitrary<String> globs() {
        Arbitrary<String> word =
                Arbitraries.of("a", "b", "/", "*", "**", "**/", "?", "{", "}", ",", "{a,b/}", "{a,{b,}}");
        Arbitrary<String> odd =
                Arbitraries.of("[ab]", "[!a]", "[^/]", "[a-b", "[&&b]", "[[a]", "\\", "\\*", "\\{", ".");
        return Arbitraries.frequencyOf(Tuple.of(4, word), Tuple.of(1, odd))
                .list()
                .ofMaxSize(7)
                .map(words -> String.join("", words));
    }

    @Provide
    Arbitrary<String> paths() {
        return Arbitraries.strings().withChars("ab/ab/*{&[.\n").ofMaxLength(7);
    }

    @Property(tries = 3_000)
    void itFitsWhatTheRegularExpressionForItFits(@ForAll("globs") String glob, @ForAll("paths") String path) {
        Pattern expected;
        try {
            expected = Pattern.compile(expression(glob), Pattern.DOTALL);
        } catch (IllegalArgumentException none) {
            assertThatThrownBy(() -> ShellPattern.of(glob)).isInstanceOf(IllegalArgumentException.class);
            return;
        }
        assertThat(ShellPattern.of(glob).matches(path))
                .as("%s fits %s", glob, path)
                .isEqualTo(expected.matcher(path).matches());
    }

    @Example
    void noNameMakesItSlow() {
        ShellPattern pattern = ShellPattern.of("*a".repeat(40) + "b");
        String name = "a".repeat(4_000);
        assertTimeoutPreemptively(
                Duration.ofSeconds(10), () -> assertThat(pattern.matches(name)).isFalse());
        assertThat(pattern.matches(name + "b")).isTrue();
    }

    @Example
    void charactersBeyondTheFirstPlaneAreOne() {
        assertThat(ShellPattern.of("?\ud83d\ude00[\ud83d\ude00-\ud83d\ude02]").matches("a\ud83d\ude00\ud83d\ude01"))
                .isTrue();
        assertThat(Stream.of("a", "\ud83d\ude00").filter(ShellPattern.of("?")::matches))
                .isEqualTo(List.of("a", "\ud83d\ude00"));
    }

    /** What a glob means, said in another way, which takes time without end for some names. */
    private static String expression(String glob) {
        StringBuilder out = new StringBuilder();
        int braces = 0;
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            switch (c) {
                case '*' -> {
                    if (glob.startsWith("**/", i)) {
                        out.append("(?:.*/)?");
                        i += 2;
                    } else if (glob.startsWith("**", i)) {
                        out.append(".*");
                        i++;
                    } else {
                        out.append("[^/]*");
                    }
                }
                case '?' -> out.append("[^/]");
                case '{' -> {
                    braces++;
                    out.append("(?:");
                }
                case '}' -> {
                    out.append(braces > 0 ? ")" : "\\}");
                    braces = Math.max(0, braces - 1);
                }
                case ',' -> out.append(braces > 0 ? "|" : ",");
                case '[' -> i = bracket(glob, i, out);
                case '\\' -> {
                    i = Math.min(i + 1, glob.length() - 1);
                    out.append(Pattern.quote(glob.substring(i, i + 1)));
                }
                default -> out.append(Pattern.quote(String.valueOf(c)));
            }
        }
        if (braces > 0) {
            throw new IllegalArgumentException("a brace is not closed");
        }
        return out.toString();
    }

    private static int bracket(String glob, int start, StringBuilder out) {
        int end = glob.indexOf(']', start + 2);
        if (end < 0) {
            out.append("\\[");
            return start;
        }
        String inside = glob.substring(start + 1, end).replace("\\", "\\\\").replace("[", "\\[");
        boolean negated = inside.startsWith("!") || inside.startsWith("^");
        String plain =
                (negated ? inside.substring(1) : inside).replace("&", "\\&").replace("^", "\\^");
        out.append(negated ? "[^/" : "[").append(plain).append(']');
        return end;
    }
}
