package dev.tidemill.kernel;

import dev.tidemill.client.DatasetInfo;
import dev.tidemill.client.Document;
import dev.tidemill.client.Execution;
import dev.tidemill.client.ModelInfo;
import dev.tidemill.client.ModelMetadata;
import dev.tidemill.client.RunInfo;
import dev.tidemill.client.TidemillClient;
import dev.tidemill.kernel.command.LiveValues;
import dev.tidemill.kernel.command.Typed;
import dev.tidemill.kernel.command.ValueKind;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the connected API has to choose from. */
record NotebookValues(Notebook notebook) implements LiveValues {
    private static final int MOST = 30;

    @Override
    public List<String> of(ValueKind kind, Typed typed) {
        if (kind == ValueKind.VARIABLE) {
            return List.copyOf(notebook.tables().keySet());
        }
        if (!notebook.isConnected()) {
            return List.of();
        }
        TidemillClient tidemill = notebook.tidemill();
        return switch (kind) {
            case PROJECT -> tidemill.projects();
            case MODEL -> tidemill.models().stream().map(ModelInfo::name).toList();
            case DATASET ->
                tidemill.project(project(typed)).datasets().stream()
                        .map(DatasetInfo::name)
                        .toList();
            case ALIAS -> aliases(typed);
            case VERSION ->
                model(typed).versions().reversed().stream().map(String::valueOf).toList();
            case RUN ->
                tidemill.tracking().runs(project(typed), MOST).stream()
                        .map(RunInfo::id)
                        .toList();
            case EXECUTION -> executions(typed, null);
            case REPORT -> executions(typed, "monitoring");
            case FEATURE_VIEW -> features(typed);
            case COLUMN ->
                tidemill.model(tidemill.project(project(typed)).model()).metadata().inputs().stream()
                        .map(ModelMetadata.Tensor::name)
                        .map(name -> name + "=")
                        .toList();
            default -> List.of();
        };
    }

    private String project(Typed typed) {
        return notebook.project(typed.option("project"));
    }

    /** The model that a command names, or that of its project. */
    private ModelInfo model(Typed typed) {
        TidemillClient tidemill = notebook.tidemill();
        if (typed.command().equals("history") && !typed.words().isEmpty()) {
            return tidemill.model(typed.words().getFirst()).describe();
        }
        return tidemill.model(tidemill.project(project(typed)).model()).describe();
    }

    private List<String> aliases(Typed typed) {
        TreeSet<String> aliases = new TreeSet<>(model(typed).aliases().keySet());
        aliases.add("champion");
        aliases.add("challenger");
        return List.copyOf(aliases);
    }

    private List<String> executions(Typed typed, @Nullable String kind) {
        return notebook.tidemill().project(project(typed)).executions(kind, null, MOST).stream()
                .map(Execution::id)
                .toList();
    }

    private List<String> features(Typed typed) {
        Document spec = notebook.tidemill().project(project(typed)).describe().at("spec");
        List<String> names = new ArrayList<>(Reports.viewFeatures(spec.at("features")));
        for (String input : spec.at("training", "inputs", "numeric").texts()) {
            if (input.contains(".") && !names.contains(input)) {
                names.add(input);
            }
        }
        return names;
    }
}
