package dev.drover.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Whoever writes against the library finds a word on everything public. The tool's own check wants a tag for every
 * parameter too, which would repeat names; so the comments alone are looked for, and a tag for every component of a record.
 */
class PublicJavadocTest {
    private static final Path LIBRARY = Path.of("src/main/java/dev/drover/ftp");

    @Test
    void everythingPublicIsExplained() throws Exception {
        List<String> silent = new ArrayList<>();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
                Stream<Path> sources = Files.walk(LIBRARY)) {
            List<File> all = sources.filter(path -> path.toString().endsWith(".java"))
                    .filter(path -> !path.endsWith("package-info.java"))
                    .map(Path::toFile)
                    .toList();
            JavacTask task =
                    (JavacTask) compiler.getTask(null, files, null, null, null, files.getJavaFileObjectsFromFiles(all));
            DocTrees comments = DocTrees.instance(task);
            for (CompilationUnitTree unit : task.parse()) {
                new Silence(comments, silent).scan(unit, null);
            }
        }
        assertThat(silent).as("public, and without a word").isEmpty();
    }

    /** Goes through public types, and into those within them. */
    private static final class Silence extends TreePathScanner<@Nullable Void, @Nullable Void> {
        private final DocTrees comments;
        private final List<String> silent;
        private @Nullable ClassTree within;

        Silence(DocTrees comments, List<String> silent) {
            this.comments = comments;
            this.silent = silent;
        }

        @Override
        public @Nullable Void visitClass(ClassTree type, @Nullable Void unused) {
            if (!isPublic(type.getModifiers())) {
                return null;
            }
            String comment = requireComment(type.getSimpleName().toString());
            if (type.getKind() == Tree.Kind.RECORD) {
                requireComponents(type, comment);
            }
            ClassTree outer = within;
            within = type;
            super.visitClass(type, null);
            within = outer;
            return null;
        }

        private void requireComponents(ClassTree record, String comment) {
            for (Tree member : record.getMembers()) {
                boolean component = member instanceof VariableTree field
                        && !field.getModifiers().getFlags().contains(Modifier.STATIC);
                if (component) {
                    String name = ((VariableTree) member).getName().toString();
                    if (!comment.contains("@param " + name + " ")) {
                        silent.add(record.getSimpleName() + ", component " + name);
                    }
                }
            }
        }

        @Override
        public @Nullable Void visitMethod(MethodTree method, @Nullable Void unused) {
            boolean overrides = method.getModifiers().getAnnotations().stream()
                    .anyMatch(each -> each.getAnnotationType().toString().equals("Override"));
            if (isPublic(method.getModifiers()) && !overrides) {
                requireComment(method.getName().toString());
            }
            return null;
        }

        @Override
        public @Nullable Void visitVariable(VariableTree field, @Nullable Void unused) {
            boolean constant = within != null
                    && within.getKind() == Tree.Kind.ENUM
                    && field.getModifiers().getFlags().contains(Modifier.STATIC)
                    && field.getType().toString().contentEquals(within.getSimpleName());
            if (constant || field.getModifiers().getFlags().contains(Modifier.PUBLIC)) {
                requireComment(field.getName().toString());
            }
            return null;
        }

        private boolean isPublic(ModifiersTree modifiers) {
            boolean ofInterface = within != null && within.getKind() == Tree.Kind.INTERFACE;
            return modifiers.getFlags().contains(Modifier.PUBLIC)
                    || (ofInterface && !modifiers.getFlags().contains(Modifier.PRIVATE));
        }

        private String requireComment(String name) {
            TreePath path = getCurrentPath();
            String comment = comments.getDocComment(path);
            if (comment == null || comment.isBlank()) {
                silent.add((within == null ? "" : within.getSimpleName() + ", ") + name);
            }
            return comment == null ? "" : comment;
        }
    }
}
