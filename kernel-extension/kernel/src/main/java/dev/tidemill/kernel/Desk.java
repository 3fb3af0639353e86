package dev.tidemill.kernel;

import dev.tidemill.client.Document;
import dev.tidemill.client.Execution;
import dev.tidemill.client.ModelClient;
import dev.tidemill.client.ProgressListener;
import dev.tidemill.client.ProjectClient;
import dev.tidemill.client.TidemillClient;
import dev.tidemill.client.TidemillException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/** What every command works with: the notebook, and where it shows what goes on. */
record Desk(Notebook notebook, Output output) {
    TidemillClient tidemill() {
        return notebook.tidemill();
    }

    /** The project that a command is about. */
    ProjectClient project(Arguments arguments) {
        return tidemill().project(notebook.project(arguments.option("project")));
    }

    /** The model of the project that a command is about. */
    ModelClient model(Arguments arguments) {
        return tidemill().model(project(arguments).model());
    }

    /**
     * Shows an execution until it has ended.
     *
     * @throws TidemillException with its problem when it failed; {@code INTERRUPTED} when the wait was, which says how
     *     the execution is cancelled
     */
    Execution waited(Execution execution) {
        return waited(execution, newPlace());
    }

    /** As {@link #waited(Execution)}, shown in a place that may have been used before. */
    Execution waited(Execution execution, String place) {
        notebook.waitsFor(execution.id());
        LiveProgress progress =
                new LiveProgress(output, place, tidemill().address().toString());
        return tidemill().await(execution, progress).orThrow();
    }

    /** Shows progress in a place of its own. */
    ProgressListener progress() {
        return new LiveProgress(output, newPlace(), tidemill().address().toString());
    }

    /** A place for progress that no cell has used. */
    static String newPlace() {
        return UUID.randomUUID().toString();
    }

    /** Shows an execution until it has ended, and then its result. */
    DisplayData ended(Execution execution) {
        return Shown.of(
                facts(execution.kind() + " " + execution.id(), waited(execution).result()));
    }

    /** The fields of an object as a table. */
    static HtmlTable facts(String caption, Document json) {
        List<List<String>> rows = new ArrayList<>();
        flatten(rows, "", json);
        return new HtmlTable(caption, List.of("what", "value"), rows);
    }

    private static void flatten(List<List<String>> rows, String prefix, Document json) {
        json.fields().forEach((name, value) -> {
            if (value.isObject() && !value.fields().isEmpty()) {
                flatten(rows, prefix + name + ".", value);
            } else {
                rows.add(List.of(prefix + name, value.text(value.isArray() ? String.join(", ", value.texts()) : "")));
            }
        });
    }
}
