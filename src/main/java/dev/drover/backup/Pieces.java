package dev.drover.backup;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The files that an archive is in, and how they compare with what was put there. */
final class Pieces {
    private Pieces() {}

    /** Of an archive that was not cut it is the one that was asked for: somebody may have renamed it. */
    static List<String> names(Manifest manifest, String archive) {
        int count = manifest.parts().size();
        if (count == 0) {
            return List.of(archive);
        }
        List<String> names = new ArrayList<>();
        for (int number = 1; number <= count; number++) {
            names.add(Parts.name(archive, number));
        }
        return names;
    }

    /** What is wrong with which of them. */
    static List<String> problems(Manifest manifest, List<String> expected, List<Piece> read) {
        List<String> problems = new ArrayList<>();
        for (int i = 0; i < read.size(); i++) {
            Piece piece = read.get(i);
            boolean isCut = !manifest.parts().isEmpty();
            if (piece.sha256().isEmpty()) {
                problems.add("the part " + piece.name() + " is missing");
                continue;
            }
            String actual = piece.sha256().get();
            if (!actual.equals(expected.get(i))) {
                problems.add((isCut ? "the SHA-256 of the part " + piece.name() : "its SHA-256") + " is " + actual
                        + ", but was " + expected.get(i) + " when it was made");
            } else if (isCut && !actual.equals(manifest.parts().get(i).sha256())) {
                problems.add("its manifest and its digests tell different things of the part " + piece.name());
            }
        }
        return problems;
    }

    /**
     * A file of an archive as it was read.
     *
     * @param sha256 in hex; empty when it is not there
     */
    record Piece(String name, Optional<String> sha256) {}
}
