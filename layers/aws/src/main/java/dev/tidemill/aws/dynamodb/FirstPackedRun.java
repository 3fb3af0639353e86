package dev.tidemill.aws.dynamodb;

import dev.tidemill.core.tracking.Metric;
import dev.tidemill.core.tracking.RunLinks;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.InflaterInputStream;

/**
 * Reads the first format in which a run's data and points were packed: a format byte, then, compressed, the params, the
 * tags and the points. Texts are UTF-8 behind their length; points name their key by its place in a list of keys; numbers
 * are big-endian.
 */
final class FirstPackedRun {
    static final int FORMAT = 1;

    private FirstPackedRun() {}

    static PackedRun.Logged read(byte[] packed) {
        return unpack(packed, in -> {
            Map<String, String> params = readTexts(in);
            Map<String, String> tags = readTexts(in);
            Map<String, Metric> metrics = new HashMap<>();
            readMetrics(in).forEach(metric -> metrics.put(metric.key(), metric));
            return new PackedRun.Logged(metrics, params, tags, RunLinks.NONE);
        });
    }

    static List<Metric> readPoints(byte[] packed) {
        return unpack(packed, FirstPackedRun::readMetrics);
    }

    private static Map<String, String> readTexts(DataInputStream in) throws IOException {
        int size = in.readInt();
        Map<String, String> texts = HashMap.newHashMap(size);
        for (int i = 0; i < size; i++) {
            texts.put(readText(in), readText(in));
        }
        return texts;
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

    private static String readText(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }

    private static <T> T unpack(byte[] packed, Reader<T> reader) {
        try (DataInputStream in =
                new DataInputStream(new InflaterInputStream(new ByteArrayInputStream(packed, 1, packed.length - 1)))) {
            return reader.read(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Reader<T> {
        T read(DataInputStream in) throws IOException;
    }
}
