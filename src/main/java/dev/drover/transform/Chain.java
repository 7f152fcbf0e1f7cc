package dev.drover.transform;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Transforms one after the other. What is wrong with content is told with the name of the transform that found it, and is
 * never mistaken for a failure of whoever delivers the content. Immutable and thread-safe.
 */
public final class Chain implements Transform {
    /** More is a mistake most likely. */
    public static final int MOST = 4;

    private final List<Transform> transforms;
    private final long largest;

    Chain(List<Transform> transforms, long largest) {
        this.transforms = List.copyOf(transforms);
        this.largest = largest;
    }

    @Override
    public String name() {
        return transforms.stream().map(Transform::name).collect(Collectors.joining(","));
    }

    @Override
    public InputStream from(InputStream content) throws IOException {
        Source source = new Source(content);
        InputStream changed = source;
        for (Transform transform : transforms) {
            changed = Step.open(transform, changed, source, largest);
        }
        return changed;
    }

    @Override
    public String nameOf(String fileName) {
        String name = fileName;
        for (Transform transform : transforms) {
            name = transform.nameOf(name);
        }
        return name;
    }

    @Override
    public String toString() {
        return name();
    }

    /** What is changed; remembers when it could not be read. */
    private static final class Source extends BlockStream {
        private final InputStream in;
        private @Nullable IOException failure;

        Source(InputStream in) {
            this.in = in;
        }

        @Override
        public int read(byte[] target, int from, int length) throws IOException {
            try {
                return in.read(target, from, length);
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }

        @Override
        public void close() throws IOException {
            in.close();
        }

        /** What is really behind a failure, when a library may have wrapped it. */
        IOException behind(Transform transform, Exception failed) {
            if (failure != null) {
                return failure;
            }
            for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
                if (cause instanceof KeyRefusedException refused) {
                    return refused;
                }
                if (cause instanceof TransformException known && known.getMessage() != null) {
                    boolean named = known.getMessage().startsWith("The transform ");
                    return named ? known : refusal(transform, known.getMessage(), failed);
                }
            }
            String reason = failed.getMessage();
            return refusal(transform, reason == null ? failed.getClass().getSimpleName() : reason, failed);
        }

        private static TransformException refusal(Transform transform, String reason, Exception cause) {
            return new TransformException(
                    "The transform \"" + transform.name() + "\" cannot take the content: " + reason, cause);
        }
    }

    private static final class Step extends BlockStream {
        private final Transform transform;
        private final InputStream in;
        private final Source source;
        private final long largest;
        private long bytes;

        private Step(Transform transform, InputStream in, Source source, long largest) {
            this.transform = transform;
            this.in = in;
            this.source = source;
            this.largest = largest;
        }

        static Step open(Transform transform, InputStream content, Source source, long largest) throws IOException {
            try {
                return new Step(transform, transform.from(content), source, largest);
            } catch (IOException | RuntimeException e) {
                throw source.behind(transform, e);
            }
        }

        @Override
        public int read(byte[] target, int from, int length) throws IOException {
            int count;
            try {
                count = in.read(target, from, length);
            } catch (IOException | RuntimeException e) {
                throw source.behind(transform, e);
            }
            bytes += Math.max(0, count);
            if (bytes > largest) {
                throw new TransformException("The transform \"" + transform.name() + "\" made more than " + largest
                        + " bytes of the content, which " + Transforms.LARGEST + " does not allow");
            }
            return count;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
