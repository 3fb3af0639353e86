package dev.tidemill.client;

import dev.tidemill.core.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** Sends a file to the address that the API gives for its content; content that is there already is not sent. */
record FileUpload(ApiConnection connection, String path) {
    private static final int BUFFER = 1 << 16;

    /**
     * @param more what is said of the file beside its name, size and hash
     */
    Upload send(Path file, Map<String, Object> more) {
        try {
            String sha256 = sha256(file);
            long size = Files.size(file);
            String filename = String.valueOf(file.getFileName());
            Map<String, Object> body = new LinkedHashMap<>(more);
            body.put("filename", filename);
            body.put("size", size);
            body.put("sha256", sha256);
            Document json = connection.post(path, body, UUID.randomUUID().toString());
            boolean exists = json.at("exists").isTrue();
            if (!exists) {
                Map<String, String> headers = new HashMap<>();
                json.at("headers").fields().forEach((header, text) -> headers.put(header, header(text)));
                connection.putFile(URI.create(json.at("url").text()), headers, file);
            }
            return new Upload(json.at("key").text(), sha256, filename, size, exists);
        } catch (IOException e) {
            throw TidemillException.invalidInput("The file " + file + " cannot be read: " + reason(e), e);
        }
    }

    private static String header(Document value) {
        return value.isArray() ? String.join(",", value.texts()) : value.text("");
    }

    private static String sha256(Path file) throws IOException {
        MessageDigest digest = Sha256.digest();
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName().replace("Exception", "")
                + (e.getMessage() == null ? "" : ": " + e.getMessage());
    }
}
