package dev.tidemill.aws.dynamodb;

import dev.tidemill.core.tracking.Metric;
import dev.tidemill.core.tracking.Run;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * What was logged to a run, packed: a format byte, then, compressed, the params, the tags and the points. Texts are
 * UTF-8 behind their length; points name their key by its place in a list of keys; numbers are big-endian.
 */
final class PackedRun {
    private static final int FORMAT = 1;

    private PackedRun() {}

    record Logged(Map<String, Metric> metrics, Map<String, String> params, Map<String, String> tags) {}

    static byte[] write(Run run) {
        return pack(out -> {
            writeTexts(out, run.params());
            writeTexts(out, run.tags());
            writeMetrics(out, run.metrics().values());
        });
    }

    static Logged read(byte[] packed) {
        return unpack(packed, in -> {
            Map<String, String> params = readTexts(in);
            Map<String, String> tags = readTexts(in);
            Map<String, Metric> metrics = new HashMap<>();
            readMetrics(in).forEach(metric -> metrics.put(metric.key(), metric));
            return new Logged(metrics, params, tags);
        });
    }

    static byte[] writePoints(List<Metric> points) {
        return pack(out -> writeMetrics(out, points));
    }

    static List<Metric> readPoints(byte[] packed) {
        return unpack(packed, PackedRun::readMetrics);
    }

    private static void writeTexts(DataOutputStream out, Map<String, String> texts) throws IOException {
        out.writeInt(texts.size());
        for (Map.Entry<String, String> entry : texts.entrySet()) {
            writeText(out, entry.getKey());
            writeText(out, entry.getValue());
        }
    }

    private static Map<String, String> readTexts(DataInputStream in) throws IOException {
        int size = in.readInt();
        Map<String, String> texts = HashMap.newHashMap(size);
        for (int i = 0; i < size; i++) {
            texts.put(readText(in), readText(in));
        }
        return texts;
    }

    private static void writeMetrics(DataOutputStream out, Collection<Metric> metrics) throws IOException {
        Map<String, Integer> keys = new LinkedHashMap<>();
        metrics.forEach(metric -> keys.putIfAbsent(metric.key(), keys.size()));
        out.writeInt(keys.size());
        for (String key : keys.keySet()) {
            writeText(out, key);
        }
        out.writeInt(metrics.size());
        for (Metric metric : metrics) {
            out.writeInt(keys.getOrDefault(metric.key(), 0));
            out.writeDouble(metric.value());
            out.writeLong(metric.timestamp());
            out.writeLong(metric.step());
        }
    }

    private static List<Metric> readMetrics(DataInputStream in) throws IOException {
        String[] keys = new String[in.readInt()];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = readText(in);
        }
        int size = in.readInt();
        List<Metric> metrics = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            metrics.add(new Metric(keys[in.readInt()], in.readDouble(), in.readLong(), in.readLong()));
        }
        return metrics;
    }

    private static void writeText(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String readText(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }

    private static byte[] pack(Writer writer) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        packed.write(FORMAT);
        try (DataOutputStream out = new DataOutputStream(new DeflaterOutputStream(packed))) {
            writer.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    private static <T> T unpack(byte[] packed, Reader<T> reader) {
        if (packed.length == 0 || packed[0] != FORMAT) {
            throw new IllegalStateException("packed run of format " + (packed.length == 0 ? "none" : packed[0])
                    + " is unknown: expected " + FORMAT);
        }
        try (DataInputStream in =
                new DataInputStream(new InflaterInputStream(new ByteArrayInputStream(packed, 1, packed.length - 1)))) {
            return reader.read(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Writer {
        void write(DataOutputStream out) throws IOException;
    }

    private interface Reader<T> {
        T read(DataInputStream in) throws IOException;
    }
}
