package dev.tidemill.engine;

import dev.tidemill.client.engine.Leak;
import dev.tidemill.client.engine.Preview;
import dev.tidemill.columnar.DatasetSource;
import dev.tidemill.columnar.LeakCheck;
import dev.tidemill.columnar.ProjectData;
import dev.tidemill.columnar.Sandbox;
import dev.tidemill.columnar.TrainingSet;
import dev.tidemill.columnar.TrainingSetBuilder;
import dev.tidemill.columnar.TrainingSetSummary;
import dev.tidemill.contract.project.ProjectReader;
import dev.tidemill.contract.project.ProjectSpec;
import dev.tidemill.core.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Looks at the training set of a project that need not be pushed. Safe for use by several threads. */
final class TrainingSetChecks {
    private static final int TOLD_EVERY = 20;

    private final Workbench workbench;
    private final DatasetSource source;

    TrainingSetChecks(Workbench workbench, DatasetSource source) {
        this.workbench = workbench;
        this.source = source;
    }

    List<Leak> leaks(Map<String, String> files, int sample, Consumer<String> progress)
            throws SQLException, IOException {
        ProjectSpec spec = ProjectReader.read(files);
        try (Sandbox sandbox = workbench.sandbox("leaks", Path.of("").toAbsolutePath())) {
            progress.accept("Building the training set");
            return new LeakCheck(mount(sandbox, spec))
                            .check(sample, (done, all) -> {
                                if (done % TOLD_EVERY == 0 || done.equals(all)) {
                                    progress.accept("Computed " + done + " of " + all + " examples again");
                                }
                            })
                            .stream()
                            .map(TrainingSetChecks::told)
                            .toList();
        }
    }

    private static Leak told(LeakCheck.Leak leak) {
        String message = switch (leak.kind()) {
            case FEATURE ->
                leak.examples() + " of the sampled examples have another value of " + leak.column()
                        + " when only rows that were available at their time are there: " + leak.place()
                        + " looks ahead";
            case REQUEST_COLUMN ->
                "the column " + leak.column() + " changes with " + leak.example() + " in " + leak.examples()
                        + " examples: it is made of what is known only afterwards";
            case LABEL ->
                leak.examples() + " of the sampled labels are others when only rows available at their"
                        + " available_at are there: the label looks further ahead than it says, so that its"
                        + " windows overlap the next split";
        };
        return new Leak(leak.column(), leak.place(), message, leak.example(), leak.trained(), leak.known());
    }

    Preview preview(Map<String, String> files) throws SQLException, IOException {
        ProjectSpec spec = ProjectReader.read(files);
        try (Sandbox sandbox = workbench.sandbox("preview", Path.of("").toAbsolutePath())) {
            ProjectData data = mount(sandbox, spec);
            TrainingSet set = new TrainingSetBuilder(data).build(null, "preview");
            TrainingSetSummary summary = TrainingSetSummary.of(data, set);
            return new Preview(
                    data.states().values().stream()
                            .map(state -> new Preview.Dataset(
                                    state.dataset(),
                                    state.rows(),
                                    state.watermark(),
                                    state.ingestions().size()))
                            .toList(),
                    counts(set.counts()),
                    summary.splits().stream()
                            .map(split -> new Preview.Split(
                                    split.name(), split.rows(), split.from(), split.to(), split.label()))
                            .toList(),
                    summary.features().stream()
                            .map(feature -> new Preview.Feature(feature.name(), feature.present()))
                            .toList());
        }
    }

    private ProjectData mount(Sandbox sandbox, ProjectSpec spec) {
        return ProjectData.mount(sandbox, source, Workspace.DEFAULT, spec, ProjectData.readByTraining(spec), Map.of());
    }

    private static Map<String, Long> counts(TrainingSet.Counts counts) {
        Map<String, Long> all = new LinkedHashMap<>();
        all.put("examples", counts.examples());
        all.put("duplicates", counts.duplicates());
        all.put("incomplete", counts.incomplete());
        all.put("immature", counts.immature());
        all.put("closed", counts.closed());
        all.put("too old", counts.tooOld());
        all.put("gap", counts.gap());
        all.put("corrected labels", counts.correctedLabels());
        return all;
    }
}
