package dev.tidemill.columnar;

import dev.tidemill.columnar.FeatureViews.ViewTable;
import dev.tidemill.contract.project.ProjectSpec;
import dev.tidemill.contract.project.ProjectSpec.LabelSpec;
import dev.tidemill.contract.project.ProjectSpec.RequestSpec;
import dev.tidemill.contract.project.ProjectSpec.Sql;
import dev.tidemill.contract.project.ProjectSpec.ViewSpec;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.failure.ProblemException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A project in a sandbox, with the datasets that it reads: what training sets, batch joins and labels are made from. */
public final class ProjectData {
    private final Sandbox sandbox;
    private final ProjectSpec spec;
    private final Datasets datasets;

    private ProjectData(Sandbox sandbox, ProjectSpec spec, Datasets datasets) {
        this.sandbox = sandbox;
        this.spec = spec;
        this.datasets = datasets;
    }

    /**
     * Brings datasets of a project in.
     *
     * @param source the lake, or who hands out its files
     * @param names which ones; see the methods that list what a purpose reads
     * @param pins snapshot by dataset; a dataset without one is read as it stands
     * @throws ProblemException {@code DATASET_NOT_INGESTED} when a dataset has no rows yet
     */
    public static ProjectData mount(
            Sandbox sandbox,
            DatasetSource source,
            Workspace workspace,
            ProjectSpec spec,
            Collection<String> names,
            Map<String, Long> pins) {
        Datasets datasets = new Datasets(sandbox, spec.datasets());
        for (String name : names) {
            DatasetId id = new DatasetId(workspace, spec.project(), name);
            Long pin = pins.get(name);
            datasets.mount(source, id, pin == null ? source.require(id) : source.at(id, pin), null);
        }
        return new ProjectData(sandbox, spec, datasets);
    }

    /** A project whose datasets were brought in otherwise. */
    static ProjectData of(Sandbox sandbox, ProjectSpec spec, Datasets datasets) {
        return new ProjectData(sandbox, spec, datasets);
    }

    /** The datasets that training reads: examples, labels and every view. */
    public static Set<String> readByTraining(ProjectSpec spec) {
        Set<String> names = new LinkedHashSet<>(readByViews(spec));
        try (SqlCheck check = SqlCheck.open()) {
            if (spec.training() != null) {
                names.addAll(check.tablesOf(spec.training().examples()));
            }
        }
        names.addAll(readByLabels(spec));
        return names;
    }

    /** The datasets that the views read. */
    public static Set<String> readByViews(ProjectSpec spec) {
        Set<String> names = new LinkedHashSet<>();
        try (SqlCheck check = SqlCheck.open()) {
            spec.features().views().values().forEach(view -> names.addAll(FeatureViews.datasetsOf(check, view)));
        }
        return names;
    }

    /** The datasets that the labels read; empty when the project has no label. */
    public static Set<String> readByLabels(ProjectSpec spec) {
        LabelSpec label = spec.label();
        if (label == null) {
            return Set.of();
        }
        try (SqlCheck check = SqlCheck.open()) {
            return check.tablesOf(label.sql());
        }
    }

    /** The time up to which labels can be known: the least watermark of the datasets that the labels read. */
    public Instant labelWatermark() {
        return SqlCheck.in(sandbox).tablesOf(label().sql()).stream()
                .map(name -> datasets.states().get(name))
                .filter(state -> state != null)
                .map(DatasetState::watermark)
                .min(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
    }

    /** The datasets brought in, by name. */
    public Map<String, DatasetState> states() {
        return datasets.states();
    }

    /** The computed views of the project. */
    public FeatureViews views() {
        return new FeatureViews(sandbox, datasets);
    }

    List<ViewTable> buildViews() {
        FeatureViews views = views();
        List<ViewTable> tables = new ArrayList<>();
        for (Map.Entry<String, ViewSpec> view : spec.features().views().entrySet()) {
            tables.add(views.build(view.getKey(), view.getValue()));
        }
        return tables;
    }

    Sandbox sandbox() {
        return sandbox;
    }

    ProjectSpec spec() {
        return spec;
    }

    Datasets datasets() {
        return datasets;
    }

    RequestSpec request() {
        return required(spec.request(), "request");
    }

    LabelSpec label() {
        return required(spec.label(), "label");
    }

    boolean keepsStale() {
        return spec.serving() != null && spec.serving().stale().equals("use");
    }

    /** Checks that a SELECT returns exactly some columns. */
    Map<String, String> requireColumns(Sql sql, Collection<String> expected) {
        SqlCheck check = SqlCheck.in(sandbox);
        check.requireSelect(sql, datasets.states().keySet());
        Map<String, String> found = new LinkedHashMap<>(check.columnsOf(sql));
        List<String> missing = new ArrayList<>(expected);
        missing.removeAll(found.keySet());
        List<String> extra = new ArrayList<>(found.keySet());
        extra.removeAll(expected);
        if (!missing.isEmpty() || !extra.isEmpty()) {
            String message = (missing.isEmpty() ? "" : "it lacks the columns " + String.join(", ", missing))
                    + (missing.isEmpty() || extra.isEmpty() ? "" : "; ")
                    + (extra.isEmpty() ? "" : "it returns columns that it should not: " + String.join(", ", extra));
            throw SqlErrors.invalid(
                    sql,
                    String.join(", ", found.keySet()),
                    message,
                    "exactly the columns " + String.join(", ", expected));
        }
        return found;
    }

    private <T> T required(@Nullable T part, String name) {
        if (part == null) {
            throw new ProblemException(
                    "INVALID_PROJECT", "The project " + spec.project() + " declares no " + name + ", which this needs");
        }
        return part;
    }
}
