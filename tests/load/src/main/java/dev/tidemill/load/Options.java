package dev.tidemill.load;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the command is told; {@code tests/load/run} gives all of it.
 *
 * @param work folder for what is written, {@code figures.json} among it
 * @param slice of the data that the cloud was walked with
 * @param only the one part to measure; null for all
 * @param rounds how often what has a median is measured
 * @param peers folder of the peers' Python environment; null to measure without them
 * @param mlflow folder of the Python environment of MLflow's server; null to measure without it
 * @param feast folder of the Python environment of Feast; null to measure without it
 */
record Options(
        Path work,
        String slice,
        @Nullable Part only,
        int rounds,
        @Nullable Path peers,
        @Nullable Path mlflow,
        @Nullable Path feast) {
    private static final List<String> NAMES =
            List.of("--work", "--slice", "--only", "--rounds", "--peers", "--mlflow", "--feast");

    /**
     * Reads pairs of a name and a value.
     *
     * @throws IllegalArgumentException naming the option, its value and what was expected
     */
    static Options parse(List<String> arguments) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < arguments.size(); i += 2) {
            String name = arguments.get(i);
            if (!NAMES.contains(name)) {
                throw new IllegalArgumentException("unknown option " + name + ": expected one of " + NAMES);
            }
            if (i + 1 == arguments.size()) {
                throw new IllegalArgumentException(name + " needs a value");
            }
            values.put(name, arguments.get(i + 1));
        }
        String only = values.get("--only");
        String peers = values.get("--peers");
        String mlflow = values.get("--mlflow");
        String feast = values.get("--feast");
        String slice = values.getOrDefault("--slice", "full");
        if (!slice.equals("full") && !slice.equals("fifth")) {
            throw new IllegalArgumentException("--slice " + slice + ": expected full or fifth");
        }
        return new Options(
                Path.of(values.getOrDefault("--work", "target")).toAbsolutePath(),
                slice,
                only == null ? null : Part.of(only),
                rounds(values.getOrDefault("--rounds", "3")),
                peers == null ? null : Path.of(peers).toAbsolutePath(),
                mlflow == null ? null : Path.of(mlflow).toAbsolutePath(),
                feast == null ? null : Path.of(feast).toAbsolutePath());
    }

    private static int rounds(String text) {
        if (!text.matches("[1-9]\\d{0,2}")) {
            throw new IllegalArgumentException("--rounds " + text + ": expected a whole number from 1 to 999");
        }
        return Integer.parseInt(text);
    }

    /** Whether a part is to be measured. */
    boolean wants(Part part) {
        return only == null || only == part;
    }
}
