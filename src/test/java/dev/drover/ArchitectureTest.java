package dev.drover;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A package is a room: who may see whom. What is not listed is forbidden; sub-packages belong to the room above them. */
class ArchitectureTest {
    private static final String ROOT = "dev.drover.";
    private static final String APP = "app";
    private static final Set<String> OPERATOR =
            Set.of("request", "journal", "endpoint", "backup", "mirror", "transfer", "transform");
    private static final Map<String, Set<String>> MAY_SEE = Map.ofEntries(
            Map.entry("ftp", Set.of()),
            Map.entry("ftp.net", Set.of("ftp")),
            Map.entry("ftp.listing", Set.of("ftp")),
            Map.entry("ftp.wire", Set.of("ftp", "ftp.net")),
            Map.entry("ftp.tls", Set.of("ftp", "ftp.net")),
            Map.entry("ftp.data", Set.of("ftp", "ftp.net", "ftp.wire", "ftp.tls")),
            Map.entry("ftp.client", Set.of("ftp", "ftp.net", "ftp.wire", "ftp.tls", "ftp.data", "ftp.listing")),
            Map.entry("transfer", Set.of("ftp", "ftp.client")),
            Map.entry("mirror", Set.of("ftp", "ftp.client", "transfer")),
            Map.entry("transform", Set.of("transfer")),
            Map.entry("backup", Set.of("ftp", "ftp.client", "transfer", "mirror", "transform")),
            Map.entry("endpoint", Set.of("ftp", "ftp.client", "transfer")),
            Map.entry("journal", Set.of()),
            Map.entry("request", Set.of("ftp", "journal", "endpoint", "transfer")),
            Map.entry("camel", Set.of("ftp", "ftp.client", "transfer", "endpoint")),
            Map.entry("route", OPERATOR),
            Map.entry("console", OPERATOR),
            Map.entry(
                    "cli",
                    Set.of(
                            "request",
                            "journal",
                            "endpoint",
                            "backup",
                            "mirror",
                            "transfer",
                            "transform",
                            "ftp",
                            "ftp.client")),
            Map.entry(APP, Set.of()));

    private static final JavaClasses classes = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.drover");

    @Test
    void everyClassLivesInARoomOfTheDesign() {
        assertThat(classes).isNotEmpty().allSatisfy(type -> assertThat(room(type))
                .isIn(MAY_SEE.keySet()));
    }

    @Test
    void aRoomSeesOnlyTheRoomsItMay() {
        assertThat(arrows().filter(arrow -> !isAllowed(arrow)).map(Dependency::getDescription))
                .isEmpty();
    }

    @Test
    void theFtpLibraryStandsOnTheJdkAndSlf4jAlone() {
        assertThat(foreign(
                        "ftp",
                        List.of("java.", "javax.net.", "javax.security.", "jdk.net.", "org.slf4j.", "org.jspecify.")))
                .isEmpty();
    }

    @Test
    void theEngineKnowsNoCamelAndNoMessaging() {
        assertThat(Stream.of("transfer", "transform", "mirror", "backup", "endpoint", "request", "journal")
                        .flatMap(room -> foreignUses(
                                room, List.of("org.apache.camel.", "jakarta.jms.", "org.apache.activemq."))))
                .isEmpty();
    }

    private static boolean isAllowed(Dependency arrow) {
        String from = room(arrow.getOriginClass());
        String to = room(arrow.getTargetClass());
        return from.equals(APP)
                || from.equals(to)
                || MAY_SEE.getOrDefault(from, Set.of()).contains(to);
    }

    private static Stream<Dependency> arrows() {
        return classes.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(arrow -> arrow.getTargetClass().getPackageName().startsWith("dev.drover"));
    }

    private static Stream<String> foreignUses(String room, List<String> banned) {
        return outward(room)
                .filter(arrow -> banned.stream().anyMatch(arrow.getTargetClass().getFullName()::startsWith))
                .map(Dependency::getDescription);
    }

    private static Stream<String> foreign(String room, List<String> allowed) {
        return outward(room)
                .filter(arrow -> !arrow.getTargetClass().getBaseComponentType().isPrimitive())
                .filter(arrow -> allowed.stream()
                        .noneMatch(arrow.getTargetClass().getBaseComponentType().getFullName()::startsWith))
                .map(Dependency::getDescription);
    }

    private static Stream<Dependency> outward(String room) {
        return classes.stream()
                .filter(type -> room(type).equals(room) || room(type).startsWith(room + "."))
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(arrow -> !arrow.getTargetClass()
                        .getBaseComponentType()
                        .getPackageName()
                        .startsWith("dev.drover"));
    }

    /** The innermost listed room that a class lies in; its package where there is none. */
    private static String room(JavaClass type) {
        String name = type.getBaseComponentType().getPackageName();
        String inner = name.startsWith(ROOT) ? name.substring(ROOT.length()) : name;
        return MAY_SEE.keySet().stream()
                .filter(room -> inner.equals(room) || inner.startsWith(room + "."))
                .max(Comparator.comparingInt(String::length))
                .orElse(inner);
    }
}
