package dev.tidemill.learning;

import dev.tidemill.contract.project.ProjectSpec;
import dev.tidemill.contract.project.ProjectSpec.ColumnType;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The file {@code bundle.json}: what a bundle holds and everything of it that is small. Its hash is the bundle's.
 *
 * @param bundleVersion of the bundle's format: 1
 * @param revision the project revision that it was trained by
 * @param inputs what a request sends, in order
 * @param outputs what is answered, in order
 * @param featureTypes of the view features that a request needs, by full name
 * @param views content hash of each view's definition, by name: the key of the online store
 * @param modelFormat {@code xgboost-ubjson} or {@code tribuo-protobuf}
 * @param baseMargin what the trees' sums begin with; 0 of a model of Tribuo's
 * @param baseline what the gates compared with; its groups hold the training means
 * @param files SHA-256 by file name
 */
public record BundleManifest(
        int bundleVersion,
        String project,
        String revision,
        String model,
        ProjectSpec.Problem problem,
        List<Port> inputs,
        List<Port> outputs,
        Map<String, ColumnType> featureTypes,
        Map<String, String> views,
        String modelFormat,
        float baseMargin,
        Calibration calibration,
        double threshold,
        Baseline baseline,
        Map<String, String> files) {
    /** The version that this code writes and reads. */
    public static final int VERSION = 1;

    public BundleManifest {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        featureTypes = Collections.unmodifiableMap(new TreeMap<>(featureTypes));
        views = Collections.unmodifiableMap(new TreeMap<>(views));
        files = Collections.unmodifiableMap(new TreeMap<>(files));
    }

    /**
     * One input or output.
     *
     * @param required whether null is refused
     */
    public record Port(String name, ColumnType type, boolean required) {}
}
