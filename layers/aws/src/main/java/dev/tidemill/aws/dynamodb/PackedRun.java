package dev.tidemill.aws.dynamodb;

import dev.tidemill.core.tracking.Dataset;
import dev.tidemill.core.tracking.DatasetInput;
import dev.tidemill.core.tracking.Metric;
import dev.tidemill.core.tracking.ModelOutput;
import dev.tidemill.core.tracking.Run;
import dev.tidemill.core.tracking.RunLinks;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What was logged to a run, packed: a format byte, then params, tags, the newest point of each metric and links, plain
 * or, when they are many, compressed.
 */
final class PackedRun {
    private static final int PLAIN = 3;
    private static final int COMPRESSED = 4;
    private static final int WORTH_COMPRESSING = 3000;
    private static final int MODEL = 1;

    private PackedRun() {}

    record Logged(Map<String, Metric> metrics, Map<String, String> params, Map<String, String> tags, RunLinks links) {}

    static byte[] write(Run run) {
        PackWriter out = new PackWriter(1024).raw(PLAIN);
        writeData(out, run);
        byte[] plain = out.bytes();
        return plain.length < WORTH_COMPRESSING ? plain : compressed(plain);
    }

    static Logged read(byte[] packed) {
        int format = packed.length == 0 ? 0 : packed[0];
        return switch (format) {
            case FirstPackedRun.FORMAT -> FirstPackedRun.read(packed);
            case PLAIN -> readData(new PackReader(packed, 1, new PackReader.Known()));
            case COMPRESSED -> readData(new PackReader(Compressed.read(packed, 1), 0, new PackReader.Known()));
            default ->
                throw new IllegalStateException(
                        "packed run of format " + format + " is unknown: expected 1, " + PLAIN + " or " + COMPRESSED);
        };
    }

    static void writeData(PackWriter out, Run run) {
        out.texts(run.params()).texts(run.tags());
        out.number(run.metrics().size());
        long time = 0;
        for (Metric metric : run.metrics().values()) {
            boolean bare = metric.bare().equals(metric);
            out.raw(bare ? 0 : MODEL).text(metric.key()).fraction(metric.value());
            out.number(metric.timestamp() - time).number(metric.step());
            time = metric.timestamp();
            if (!bare) {
                writeMeasured(out, metric);
            }
        }
        writeLinks(out, run.links());
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    static Logged readData(PackReader in) {
        Map<String, String> params = in.texts();
        Map<String, String> tags = in.texts();
        Map.Entry<String, Metric>[] metrics = new Map.Entry[in.count()];
        long time = 0;
        for (int i = 0; i < metrics.length; i++) {
            boolean bare = in.raw() == 0;
            String key = in.text();
            double value = in.fraction();
            time += in.number();
            metrics[i] = Map.entry(key, readMetric(in, key, value, time, in.number(), bare));
        }
        return new Logged(Map.ofEntries(metrics), params, tags, readLinks(in));
    }

    /** The params, tags and metrics of some keys, and no links. */
    static Logged readSome(PackReader in, Set<String> keys) {
        Map<String, String> params = readSomeTexts(in, keys);
        Map<String, String> tags = readSomeTexts(in, keys);
        Map<String, Metric> metrics = new HashMap<>();
        long time = 0;
        for (int left = in.count(); left > 0; left--) {
            boolean bare = in.raw() == 0;
            String key = in.text();
            double value = in.fraction();
            time += in.number();
            long step = in.number();
            if (!bare || keys.contains(key)) {
                Metric metric = readMetric(in, key, value, time, step, bare);
                if (keys.contains(key)) {
                    metrics.put(key, metric);
                }
            }
        }
        return new Logged(metrics, params, tags, RunLinks.NONE);
    }

    private static Map<String, String> readSomeTexts(PackReader in, Set<String> keys) {
        Map<String, String> texts = new HashMap<>();
        for (int left = in.count(); left > 0; left--) {
            String key = in.text();
            if (keys.contains(key)) {
                texts.put(key, in.text());
            } else {
                in.skip(in.count());
            }
        }
        return texts;
    }

    static void writeMeasured(PackWriter out, Metric metric) {
        out.optional(metric.modelId()).optional(metric.datasetName()).optional(metric.datasetDigest());
    }

    static Metric readMetric(PackReader in, String key, double value, long time, long step, boolean bare) {
        return bare
                ? new Metric(key, value, time, step)
                : new Metric(key, value, time, step, in.optional(), in.optional(), in.optional());
    }

    private static void writeLinks(PackWriter out, RunLinks links) {
        out.number(links.datasets().size());
        for (DatasetInput input : links.datasets()) {
            Dataset dataset = input.dataset();
            out.text(dataset.name()).text(dataset.digest());
            out.text(dataset.sourceType()).text(dataset.source());
            out.optional(dataset.schema()).optional(dataset.profile());
            out.texts(input.tags());
        }
        out.number(links.modelInputs().size());
        links.modelInputs().forEach(out::text);
        out.number(links.modelOutputs().size());
        links.modelOutputs().forEach(output -> out.text(output.modelId()).number(output.step()));
    }

    private static RunLinks readLinks(PackReader in) {
        List<DatasetInput> datasets = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            Dataset dataset = new Dataset(in.text(), in.text(), in.text(), in.text(), in.optional(), in.optional());
            datasets.add(new DatasetInput(dataset, in.texts()));
        }
        List<String> modelInputs = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            modelInputs.add(in.text());
        }
        List<ModelOutput> modelOutputs = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            modelOutputs.add(new ModelOutput(in.text(), in.number()));
        }
        boolean none = datasets.isEmpty() && modelInputs.isEmpty() && modelOutputs.isEmpty();
        return none ? RunLinks.NONE : new RunLinks(datasets, modelInputs, modelOutputs);
    }

    private static byte[] compressed(byte[] plain) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(plain.length / 2);
        out.write(COMPRESSED);
        Compressed.write(out, plain, 1);
        return out.toByteArray();
    }
}
