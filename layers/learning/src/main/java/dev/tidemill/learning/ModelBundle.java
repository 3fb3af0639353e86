package dev.tidemill.learning;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.contract.Json;
import dev.tidemill.contract.model.ModelManifest;
import dev.tidemill.contract.project.ProjectSpec;
import dev.tidemill.contract.project.ProjectSpec.ColumnType;
import dev.tidemill.core.Sha256;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.core.registry.ModelVersion;
import dev.tidemill.core.storage.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A trained model with everything that serving needs, as a folder of files whose hashes are listed in
 * {@code bundle.json}: equal trainings give equal bytes. Immutable; needs no native code to predict.
 */
public final class ModelBundle {
    /** The file that lists the others; its SHA-256 names the bundle. */
    public static final String MANIFEST = "bundle.json";

    private static final String SPEC = "project.json";
    private static final String ENCODER = "encoder.json";
    private static final String REFERENCE = "reference.json";
    private static final String GOLDEN = "golden.json";

    private final BundleManifest manifest;
    private final SequencedMap<String, byte[]> files;
    private final RequestPath path;
    private final ReferenceSummary reference;
    private final List<GoldenRow> golden;
    private final Scorer scorer;

    private ModelBundle(BundleManifest manifest, SequencedMap<String, byte[]> files) {
        this.manifest = manifest;
        this.files = files;
        ProjectSpec spec = Json.read(text(files, SPEC), ProjectSpec.class);
        Encoder encoder = new Encoder(Json.read(text(files, ENCODER), EncoderState.class));
        ModelFormat format = ModelFormat.of(manifest.modelFormat());
        this.scorer = format.read(
                content(files, format.file()),
                manifest.baseMargin(),
                manifest.problem(),
                encoder.columnNames().size());
        FittedModel model =
                new FittedModel(manifest.problem(), encoder, scorer, manifest.calibration(), manifest.threshold());
        this.path = RequestPath.untrained(spec, manifest.featureTypes()).with(model);
        this.reference = Json.read(text(files, REFERENCE), ReferenceSummary.class);
        this.golden = goldenRows(text(files, GOLDEN));
    }

    /**
     * What a bundle is made of.
     *
     * @param featureTypes of the view features that a request needs
     * @param views content hash of each view, by name
     * @param model in its format
     * @param baseMargin what trees begin with; 0 of a model that has none
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over once
    public record Parts(
            ProjectSpec spec,
            String revision,
            Map<String, ColumnType> featureTypes,
            Map<String, String> views,
            EncoderState encoder,
            ModelFormat format,
            byte[] model,
            float baseMargin,
            Calibration calibration,
            Baseline baseline,
            ReferenceSummary reference,
            List<GoldenRow> golden) {
        /** Of boosted trees in XGBoost's UBJSON. */
        public Parts(
                ProjectSpec spec,
                String revision,
                Map<String, ColumnType> featureTypes,
                Map<String, String> views,
                EncoderState encoder,
                byte[] ubjson,
                float baseMargin,
                Calibration calibration,
                Baseline baseline,
                ReferenceSummary reference,
                List<GoldenRow> golden) {
            this(
                    spec,
                    revision,
                    featureTypes,
                    views,
                    encoder,
                    ModelFormat.XGBOOST,
                    ubjson,
                    baseMargin,
                    calibration,
                    baseline,
                    reference,
                    golden);
        }
    }

    /** Makes a bundle. */
    public static ModelBundle of(Parts parts) {
        ProjectSpec spec = parts.spec();
        if (spec.serving() == null || spec.request() == null) {
            throw new ProblemException("NO_SERVING", "The project declares no serving or no request.");
        }
        SequencedMap<String, byte[]> files = new LinkedHashMap<>();
        files.put(SPEC, json(spec));
        files.put(ENCODER, json(parts.encoder()));
        files.put(parts.format().file(), parts.model());
        files.put(REFERENCE, json(parts.reference()));
        files.put(GOLDEN, json(parts.golden()));
        Map<String, String> hashes = new TreeMap<>();
        files.forEach((name, content) -> hashes.put(name, Sha256.hex(content)));
        List<BundleManifest.Port> inputs = new ArrayList<>();
        spec.request()
                .columns()
                .forEach((name, column) -> inputs.add(new BundleManifest.Port(name, column.type(), column.required())));
        BundleManifest manifest = new BundleManifest(
                BundleManifest.VERSION,
                spec.project(),
                parts.revision(),
                spec.serving().model(),
                spec.goal().problem(),
                inputs,
                outputs(spec.goal().problem()),
                parts.featureTypes(),
                parts.views(),
                parts.format().label(),
                parts.baseMargin(),
                parts.calibration(),
                spec.serving().threshold(),
                parts.baseline(),
                hashes);
        files.putFirst(MANIFEST, json(manifest));
        return new ModelBundle(manifest, files);
    }

    private static List<BundleManifest.Port> outputs(ProjectSpec.Problem problem) {
        if (problem == ProjectSpec.Problem.BINARY) {
            return List.of(
                    new BundleManifest.Port("probability", ColumnType.DOUBLE, true),
                    new BundleManifest.Port("prediction", ColumnType.BOOL, true));
        }
        return List.of(new BundleManifest.Port("prediction", ColumnType.DOUBLE, true));
    }

    /**
     * Loads a bundle and checks every file's hash.
     *
     * @param reader content by file name; null when there is no such file
     * @param sha256 the bundle's hash; null to take it as it is
     * @throws ProblemException {@code CORRUPT_BUNDLE} naming the file, {@code UNKNOWN_FORMAT} for a later format or
     *     one of the model that is not read, {@code FOREIGN_MODEL} for a model of a class that is not served
     */
    public static ModelBundle load(Function<String, byte @Nullable []> reader, @Nullable String sha256) {
        byte[] head = required(reader, MANIFEST);
        if (sha256 != null) {
            requireHash(MANIFEST, head, sha256);
        }
        JsonNode tree = Json.parse(new String(head, StandardCharsets.UTF_8));
        int version = tree.path("bundleVersion").asInt();
        if (version != BundleManifest.VERSION) {
            throw new ProblemException(
                    "UNKNOWN_FORMAT",
                    "The bundle is of format " + version + "; this Tidemill reads format " + BundleManifest.VERSION
                            + ".");
        }
        BundleManifest manifest = Json.read(tree, BundleManifest.class);
        SequencedMap<String, byte[]> files = new LinkedHashMap<>();
        files.put(MANIFEST, head);
        for (String name :
                List.of(SPEC, ENCODER, ModelFormat.of(manifest.modelFormat()).file(), REFERENCE, GOLDEN)) {
            byte[] content = required(reader, name);
            requireHash(name, content, manifest.files().getOrDefault(name, "none"));
            files.put(name, content);
        }
        return new ModelBundle(manifest, files);
    }

    /** Loads a registered version's bundle from the artifacts store and holds it against its manifest, as {@link #load}. */
    public static ModelBundle load(ObjectStore artifacts, ModelVersion version) {
        ModelManifest registered = Json.read(version.manifest(), ModelManifest.class);
        return load(name -> artifacts.read(version.bundleKey() + "/" + name).orElse(null), registered.bundleSha256());
    }

    /** Loads a bundle from a folder, as {@link #load}. */
    public static ModelBundle load(Path folder, @Nullable String sha256) {
        return load(
                name -> {
                    try {
                        Path file = folder.resolve(name);
                        return Files.exists(file) ? Files.readAllBytes(file) : null;
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                sha256);
    }

    /** Writes every file into a folder, which is made when there is none. */
    public void save(Path folder) {
        try {
            Files.createDirectories(folder);
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                Files.write(folder.resolve(file.getKey()), file.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SHA-256 of {@code bundle.json}, which holds the hashes of all other files. */
    public String sha256() {
        return Sha256.hex(content(files, MANIFEST));
    }

    /** Content by file name, {@code bundle.json} first; not to be changed. */
    public SequencedMap<String, byte[]> files() {
        return files;
    }

    /** What the bundle holds. */
    public BundleManifest manifest() {
        return manifest;
    }

    /** The way from a request to this model's prediction. */
    public RequestPath path() {
        return path;
    }

    /** The distribution of the training rows. */
    public ReferenceSummary reference() {
        return reference;
    }

    /** What scores an encoded row. */
    public Scorer scorer() {
        return scorer;
    }

    /**
     * The model's trees.
     *
     * @throws ProblemException {@code NO_TREES} for a model of another kind
     */
    public TreeEnsemble trees() {
        if (scorer instanceof TreeEnsemble trees) {
            return trees;
        }
        throw new ProblemException(
                "NO_TREES",
                "Model " + manifest.model() + " is of format " + manifest.modelFormat()
                        + ": only boosted trees of XGBoost can be asked for that.");
    }

    /** The rows to be reproduced. */
    public List<GoldenRow> golden() {
        return golden;
    }

    /**
     * Predicts the golden rows and compares with what training had, bit by bit.
     *
     * @return one detail for each value that differs; empty when all agree
     */
    public List<Problem.Detail> verifyGolden() {
        List<Problem.Detail> differences = new ArrayList<>();
        for (int i = 0; i < golden.size(); i++) {
            GoldenRow row = golden.get(i);
            int number = i;
            Request request = path.request(row.request(), row.time(), name -> "golden row " + number + ", " + name);
            Prediction actual = path.predict(request, row.features());
            List<@Nullable Float> encoded = GoldenRow.encoded(actual.encoded());
            if (!encoded.equals(row.encoded())) {
                differences.add(new Problem.Detail(
                        "golden row " + i + ", encoded",
                        encoded.toString(),
                        row.encoded().toString()));
            }
            if (!actual.output().equals(row.output())) {
                differences.add(new Problem.Detail(
                        "golden row " + i + ", output",
                        actual.output().toString(),
                        row.output().toString()));
            }
        }
        return differences;
    }

    private static List<GoldenRow> goldenRows(String json) {
        return Json.mapper().convertValue(Json.parse(json), new TypeReference<List<GoldenRow>>() {});
    }

    private static byte[] json(Object value) {
        return Json.write(value).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] required(Function<String, byte @Nullable []> reader, String name) {
        byte[] content = reader.apply(name);
        if (content == null) {
            throw new ProblemException("CORRUPT_BUNDLE", "The bundle lacks " + name + ".");
        }
        return content;
    }

    private static void requireHash(String name, byte[] content, String expected) {
        String actual = Sha256.hex(content);
        if (!actual.equals(expected)) {
            throw new ProblemException(
                    "CORRUPT_BUNDLE",
                    "The bundle's " + name + " is not the one that was written.",
                    List.of(new Problem.Detail(name, actual, expected)));
        }
    }

    private static byte[] content(Map<String, byte[]> files, String name) {
        byte[] content = files.get(name);
        if (content == null) {
            throw new IllegalStateException("no " + name);
        }
        return content;
    }

    private static String text(Map<String, byte[]> files, String name) {
        return new String(content(files, name), StandardCharsets.UTF_8);
    }
}
