package dev.tidemill.batchrunner;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The jobs on disk, one line for each change, so that a restart knows them. Reading also rewrites the file with one
 * line a job and drops jobs that ended more than a week ago.
 */
final class Journal implements AutoCloseable {
    private static final int VERSION = 1;
    private static final Duration KEPT = Duration.ofDays(7);
    private static final ObjectMapper MAPPER = new ObjectMapper().registerModule(instants());

    private final BufferedWriter writer;
    private final List<Job> found;

    /**
     * Opens a journal; a last line that a crash cut short is left out.
     *
     * @throws IOException when it cannot be read or written, or was written by another version
     */
    Journal(Path file, Instant now) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Map<String, Job> jobs = Files.exists(file) ? read(file) : new LinkedHashMap<>();
        jobs.values().removeIf(job -> job.status().ended() && job.statusAt().isBefore(now.minus(KEPT)));
        Path compact = file.resolveSibling(file.getFileName() + ".new");
        StringBuilder lines = new StringBuilder();
        for (Job job : jobs.values()) {
            lines.append(line(job));
        }
        Files.writeString(compact, lines);
        Files.move(compact, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        this.found = new ArrayList<>(jobs.values());
        this.writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.APPEND);
    }

    private static Map<String, Job> read(Path file) throws IOException {
        Map<String, Job> jobs = new LinkedHashMap<>();
        List<String> lines = Files.readAllLines(file);
        for (int at = 0; at < lines.size(); at++) {
            JsonNode line;
            try {
                line = MAPPER.readTree(lines.get(at));
            } catch (IOException cut) {
                if (at == lines.size() - 1) {
                    break;
                }
                throw new IOException("Line " + (at + 1) + " of " + file + " is no JSON", cut);
            }
            if (line.path("version").asInt() != VERSION) {
                throw new IOException("Line " + (at + 1) + " of " + file + " has version "
                        + line.path("version").asText("none") + ": this runner reads version " + VERSION);
            }
            Job job = MAPPER.treeToValue(line.path("job"), Job.class);
            jobs.put(job.id(), job);
        }
        return jobs;
    }

    private static String line(Job job) throws IOException {
        return MAPPER.writeValueAsString(
                        MAPPER.createObjectNode().put("version", VERSION).set("job", MAPPER.valueToTree(job)))
                + "\n";
    }

    /** The jobs that were on disk when it was opened, in the order of their submission. */
    List<Job> found() {
        return found;
    }

    synchronized void write(Job job) {
        try {
            writer.write(line(job));
            writer.flush();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        writer.close();
    }

    private static SimpleModule instants() {
        return new SimpleModule()
                .addSerializer(Instant.class, new JsonSerializer<>() {
                    @Override
                    public void serialize(Instant value, JsonGenerator to, SerializerProvider provider)
                            throws IOException {
                        to.writeString(value.toString());
                    }
                })
                .addDeserializer(Instant.class, new JsonDeserializer<>() {
                    @Override
                    public Instant deserialize(JsonParser from, DeserializationContext context) throws IOException {
                        return Instant.parse(from.getText());
                    }
                });
    }
}
