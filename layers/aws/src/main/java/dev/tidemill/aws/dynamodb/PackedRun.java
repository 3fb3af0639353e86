package dev.tidemill.aws.dynamodb;

import dev.tidemill.core.tracking.Dataset;
import dev.tidemill.core.tracking.DatasetInput;
import dev.tidemill.core.tracking.Metric;
import dev.tidemill.core.tracking.ModelOutput;
import dev.tidemill.core.tracking.Run;
import dev.tidemill.core.tracking.RunLinks;
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
import org.jspecify.annotations.Nullable;

/**
 * What was logged to a run, packed: a format byte, then, compressed, the params, the tags and the points. Texts are
 * UTF-8 behind their length; points name their key by its place in a list of keys; numbers are big-endian. Behind a run's
 * points stand its links, and behind any points the models and datasets that some were measured on; format 1 had neither.
 */
final class PackedRun {
    private static final int FORMAT = 2;
    private static final int WITHOUT_LINKS = 1;

    private PackedRun() {}

    record Logged(Map<String, Metric> metrics, Map<String, String> params, Map<String, String> tags, RunLinks links) {}

    static byte[] write(Run run) {
        return pack(out -> {
            writeTexts(out, run.params());
            writeTexts(out, run.tags());
            writeMetrics(out, run.metrics().values());
            writeLinks(out, run.links());
        });
    }

    static Logged read(byte[] packed) {
        return unpack(packed, (in, format) -> {
            Map<String, String> params = readTexts(in);
            Map<String, String> tags = readTexts(in);
            Map<String, Metric> metrics = new HashMap<>();
            readMetrics(in, format).forEach(metric -> metrics.put(metric.key(), metric));
            RunLinks links = format == WITHOUT_LINKS ? RunLinks.NONE : readLinks(in);
            return new Logged(metrics, params, tags, links);
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
        int at = 0;
        for (Metric metric : metrics) {
            if (!metric.bare().equals(metric)) {
                out.writeInt(at);
                writeOptional(out, metric.modelId());
                writeOptional(out, metric.datasetName());
                writeOptional(out, metric.datasetDigest());
            }
            at++;
        }
        out.writeInt(-1);
    }

    private static List<Metric> readMetrics(DataInputStream in, int format) throws IOException {
        String[] keys = new String[in.readInt()];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = readText(in);
        }
        int size = in.readInt();
        List<Metric> metrics = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            metrics.add(new Metric(keys[in.readInt()], in.readDouble(), in.readLong(), in.readLong()));
        }
        int at = format == WITHOUT_LINKS ? -1 : in.readInt();
        while (at >= 0) {
            Metric bare = metrics.get(at);
            metrics.set(
                    at,
                    new Metric(
                            bare.key(),
                            bare.value(),
                            bare.timestamp(),
                            bare.step(),
                            readOptional(in),
                            readOptional(in),
                            readOptional(in)));
            at = in.readInt();
        }
        return metrics;
    }

    private static void writeLinks(DataOutputStream out, RunLinks links) throws IOException {
        out.writeInt(links.datasets().size());
        for (DatasetInput input : links.datasets()) {
            Dataset dataset = input.dataset();
            writeText(out, dataset.name());
            writeText(out, dataset.digest());
            writeText(out, dataset.sourceType());
            writeText(out, dataset.source());
            writeOptional(out, dataset.schema());
            writeOptional(out, dataset.profile());
            writeTexts(out, input.tags());
        }
        out.writeInt(links.modelInputs().size());
        for (String model : links.modelInputs()) {
            writeText(out, model);
        }
        out.writeInt(links.modelOutputs().size());
        for (ModelOutput output : links.modelOutputs()) {
            writeText(out, output.modelId());
            out.writeLong(output.step());
        }
    }

    private static RunLinks readLinks(DataInputStream in) throws IOException {
        List<DatasetInput> datasets = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            Dataset dataset = new Dataset(
                    readText(in), readText(in), readText(in), readText(in), readOptional(in), readOptional(in));
            datasets.add(new DatasetInput(dataset, readTexts(in)));
        }
        List<String> modelInputs = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            modelInputs.add(readText(in));
        }
        List<ModelOutput> modelOutputs = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            modelOutputs.add(new ModelOutput(readText(in), in.readLong()));
        }
        return new RunLinks(datasets, modelInputs, modelOutputs);
    }

    private static void writeOptional(DataOutputStream out, @Nullable String text) throws IOException {
        out.writeBoolean(text != null);
        if (text != null) {
            writeText(out, text);
        }
    }

    private static @Nullable String readOptional(DataInputStream in) throws IOException {
        return in.readBoolean() ? readText(in) : null;
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
        if (packed.length == 0 || packed[0] < WITHOUT_LINKS || packed[0] > FORMAT) {
            throw new IllegalStateException("packed run of format " + (packed.length == 0 ? "none" : packed[0])
                    + " is unknown: expected at most " + FORMAT);
        }
        try (DataInputStream in =
                new DataInputStream(new InflaterInputStream(new ByteArrayInputStream(packed, 1, packed.length - 1)))) {
            return reader.read(in, packed[0]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Writer {
        void write(DataOutputStream out) throws IOException;
    }

    private interface Reader<T> {
        T read(DataInputStream in, int format) throws IOException;
    }
}
