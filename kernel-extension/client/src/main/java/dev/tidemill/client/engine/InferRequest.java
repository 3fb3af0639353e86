package dev.tidemill.client.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a file before a first project is written for it. Whatever is left out is guessed and said in a
 * comment, or refused with the candidates when there is no good guess.
 *
 * @param project name of the project; null for the file's name
 * @param dataset name of the dataset; null for the file's name
 * @param label column that is to be predicted; null to be refused with the candidates
 * @param problem {@code binary} or {@code regression}; null by the label's values
 * @param key columns that together identify a row; empty to be guessed
 * @param eventTime column of the time at which a row's fact held; null to be guessed
 */
public record InferRequest(
        @Nullable String project,
        @Nullable String dataset,
        @Nullable String label,
        @Nullable String problem,
        List<String> key,
        @Nullable String eventTime) {
    public InferRequest {
        key = List.copyOf(key);
    }

    /** Everything guessed but the label. */
    public static InferRequest ofLabel(String label) {
        return new InferRequest(null, null, label, null, List.of(), null);
    }

    /** The same for a project of this name. */
    public InferRequest project(String name) {
        return new InferRequest(name, dataset, label, problem, key, eventTime);
    }

    /** The same for a dataset of this name. */
    public InferRequest dataset(String name) {
        return new InferRequest(project, name, label, problem, key, eventTime);
    }

    /** The same for a problem of this kind. */
    public InferRequest problem(String kind) {
        return new InferRequest(project, dataset, label, kind, key, eventTime);
    }

    /** The same with these columns as the key. */
    public InferRequest key(String... columns) {
        return new InferRequest(project, dataset, label, problem, List.of(columns), eventTime);
    }

    /** The same with this column as the event time. */
    public InferRequest eventTime(String column) {
        return new InferRequest(project, dataset, label, problem, key, column);
    }
}
