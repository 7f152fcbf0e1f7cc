package dev.drover.route;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drover.endpoint.EndpointCatalog;
import dev.drover.endpoint.LocalEndpoint;
import dev.drover.endpoint.UnknownEndpointException;
import dev.drover.transfer.LocalLocation;
import dev.drover.transfer.RelativePath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.util.FileUtil;

/**
 * Bean {@code references}: writes the message that stands for a file on a queue. It says where the file is and what it
 * must be like, so that the receiver can fetch it and tell that it is the right one. Thread-safe.
 */
public final class FileReferences {
    private static final ObjectMapper json = new ObjectMapper();
    private static final String NAME = "DroverReferenceName";
    private static final int BUFFER = 128 * 1024;

    // Producers of the scheme drover note here what they have left alone.
    private static final String SKIPPED = "DroverSkipped";

    private final EndpointCatalog endpoints;

    public FileReferences(EndpointCatalog endpoints) {
        this.endpoints = endpoints;
    }

    /**
     * Replaces the body by a reference to the file that the route has just stored. When another one has its name and was left
     * alone, the route ends here: a message would tell of that one as if it were this. One with the same content is announced,
     * since an earlier attempt may have stored it and gone no further.
     *
     * @param endpoint of kind local, where the file is now
     * @param directory below the endpoint
     * @throws IOException when the file cannot be read
     */
    public void write(Exchange exchange, String endpoint, String directory)
            throws IOException, UnknownEndpointException, InvalidPayloadException {
        Message message = exchange.getMessage();
        String name = message.getHeader(Exchange.FILE_NAME, String.class);
        LocalLocation location = locate(endpoint, RelativePath.of(directory + "/" + name));
        Path file = location.root().resolve(location.path().toString());
        long size = Files.size(file);
        String sha256 = sha256(Files.newInputStream(file));
        if (exchange.getProperty(SKIPPED) != null) {
            if (!sha256.equals(sha256(message.getMandatoryBody(InputStream.class)))) {
                exchange.setRouteStop(true);
                return;
            }
            exchange.removeProperty(SKIPPED);
        }
        message.removeHeaders("*");
        message.setHeader("droverFileSize", size);
        message.setHeader("droverFileSha256", sha256);
        message.setBody(text(exchange, endpoint, location, size, sha256));
    }

    /**
     * With {@code number}, gives the file a name that none has in the directory: a message that waits still speaks of the
     * earlier one. Other words leave the name to the route.
     *
     * @param endpoint of kind local, where the file will be
     */
    public void name(Exchange exchange, String endpoint, String directory, String ifExists)
            throws IOException, UnknownEndpointException {
        Message message = exchange.getMessage();
        String name = message.getHeader(Exchange.FILE_NAME, String.class);
        exchange.setProperty(NAME, name);
        if (!ifExists.equals("number")) {
            return;
        }
        int end = name.indexOf('.', name.lastIndexOf('/') + 2);
        String stem = end < 0 ? name : name.substring(0, end);
        String free = name;
        for (int number = 1; isTaken(endpoint, directory + "/" + free); number++) {
            free = stem + "-" + number + name.substring(stem.length());
        }
        message.setHeader(Exchange.FILE_NAME, free);
    }

    private boolean isTaken(String endpoint, String path) throws IOException, UnknownEndpointException {
        LocalLocation location = locate(endpoint, RelativePath.of(path));
        return Files.exists(location.root().resolve(location.path().toString()), LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Makes the content the message itself.
     *
     * @param kind {@code text} or {@code bytes}
     * @param charset of text
     * @throws IllegalArgumentException when the content is no text in that charset
     */
    public void content(Exchange exchange, String kind, String charset) throws InvalidPayloadException {
        Message message = exchange.getMessage();
        byte[] bytes = message.getMandatoryBody(byte[].class);
        message.setBody(kind.equals("text") ? decoded(bytes, charset) : bytes);
    }

    private static String decoded(byte[] bytes, String charset) {
        ByteBuffer from = ByteBuffer.wrap(bytes);
        try {
            return Charset.forName(charset).newDecoder().decode(from).toString();
        } catch (CharacterCodingException e) {
            // Without the cause: a failure to read would be tried again, and this one stays as it is.
            throw new IllegalArgumentException("The file is no text in " + charset + ": its byte " + from.position()
                    + " does not fit (" + e.getMessage() + "). Name its charset, or send it as bytes");
        }
    }

    private static String text(Exchange exchange, String endpoint, LocalLocation location, long size, String sha256)
            throws JsonProcessingException {
        ObjectNode reference = json.createObjectNode()
                .put("route", exchange.getFromRouteId())
                .put("endpoint", endpoint)
                .put("path", location.path().toString())
                .put("name", FileUtil.stripPath(exchange.getProperty(NAME, location.name(), String.class)))
                .put("size", size)
                .put("sha256", sha256);
        return json.writeValueAsString(reference);
    }

    private LocalLocation locate(String endpoint, RelativePath path) throws IOException, UnknownEndpointException {
        if (endpoints.require(endpoint) instanceof LocalEndpoint local) {
            return local.locate(path);
        }
        throw new IOException(
                "The endpoint \"" + endpoint + "\" is not of kind local, so what lies there has no reference");
    }

    private static String sha256(InputStream from) throws IOException {
        try (InputStream content = from) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[BUFFER];
            for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
                digest.update(buffer, 0, count);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
