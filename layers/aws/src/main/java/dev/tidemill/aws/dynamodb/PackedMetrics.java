package dev.tidemill.aws.dynamodb;

import dev.tidemill.core.loggedmodel.ModelMetric;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Metric points of a logged model, packed: a format byte, then, compressed, a list of texts and the points, which name
 * run, key and dataset by their places in it ({@code -1} for none).
 */
final class PackedMetrics {
    private static final int FORMAT = 1;

    private PackedMetrics() {}

    static byte[] write(List<ModelMetric> points) {
        Map<String, Integer> places = new LinkedHashMap<>();
        for (ModelMetric point : points) {
            place(places, point.runId());
            place(places, point.key());
            place(places, point.datasetName());
            place(places, point.datasetDigest());
        }
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        packed.write(FORMAT);
        try (DataOutputStream out = new DataOutputStream(new DeflaterOutputStream(packed))) {
            out.writeInt(places.size());
            for (String text : places.keySet()) {
                out.writeUTF(text);
            }
            out.writeInt(points.size());
            for (ModelMetric point : points) {
                out.writeInt(place(places, point.runId()));
                out.writeInt(place(places, point.key()));
                out.writeInt(place(places, point.datasetName()));
                out.writeInt(place(places, point.datasetDigest()));
                out.writeDouble(point.value());
                out.writeLong(point.timestamp());
                out.writeLong(point.step());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    private static int place(Map<String, Integer> places, @Nullable String text) {
        if (text == null) {
            return -1;
        }
        Integer place = places.putIfAbsent(text, places.size());
        return place == null ? places.size() - 1 : place;
    }

    static List<ModelMetric> read(byte[] packed) {
        if (packed.length == 0 || packed[0] != FORMAT) {
            throw new IllegalStateException("packed metrics of format " + (packed.length == 0 ? "none" : packed[0])
                    + " are unknown: expected " + FORMAT);
        }
        try (DataInputStream in =
                new DataInputStream(new InflaterInputStream(new ByteArrayInputStream(packed, 1, packed.length - 1)))) {
            String[] texts = new String[in.readInt()];
            for (int i = 0; i < texts.length; i++) {
                texts[i] = in.readUTF();
            }
            int size = in.readInt();
            List<ModelMetric> points = new ArrayList<>(size);
            for (int i = 0; i < size; i++) {
                String runId = texts[in.readInt()];
                String key = texts[in.readInt()];
                String datasetName = optional(texts, in.readInt());
                String datasetDigest = optional(texts, in.readInt());
                points.add(new ModelMetric(
                        runId, key, in.readDouble(), in.readLong(), in.readLong(), datasetName, datasetDigest));
            }
            return points;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable String optional(String[] texts, int place) {
        return place < 0 ? null : texts[place];
    }
}
