package dev.tidemill.client.engine;

import dev.tidemill.client.table.Table;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What runs on the reader's own machine, with the reader's rights to files. Safe for use by several threads and beside
 * another engine on the same folder. Methods throw {@link EngineException}, and what {@link Api} throws as it is; an
 * interrupted thread gets {@code INTERRUPTED}.
 */
public interface LocalEngine extends AutoCloseable {
    /**
     * Runs one SELECT of DuckDB's SQL over local files ({@code 'flights.csv'}, {@code read_parquet('…')}), datasets and
     * earlier results. A dataset reads as in the project's own SQL; its files are downloaded once a snapshot.
     *
     * @throws EngineException {@code INVALID_SQL} or {@code SQL_FAILED} with DuckDB's reason, the place in the query and
     *     the names that were meant; {@code DATASET_NOT_INGESTED}
     */
    Table sql(String query, Scope scope);

    /**
     * Adds features to rows as they could be known at each row's own time: the values that a training computes.
     *
     * @param entities has the project's request columns that the features need and the request's time; its other
     *     columns and the order of its rows are kept
     * @return the entities' columns, then the features by full name
     * @throws EngineException {@code INVALID_ENTITIES} naming the column and what was expected; {@code NO_SUCH_FEATURE}
     */
    Table features(Table entities, FeatureRequest request);

    /**
     * Writes a first project for a CSV file: types, null values, key, event time and what to predict, with comments that
     * say what was guessed and what to check. It passes the project's validation.
     *
     * @return text by path: {@code project.yaml} and the SQL files that it names
     * @throws EngineException {@code CANNOT_INFER} with the candidates, when something has to be said by the caller
     */
    Map<String, String> inferProject(Path csv, InferRequest request);

    /**
     * Looks for values in a project's training set that could not have been known at their time, on the data ingested
     * under its name; the project need not be pushed.
     *
     * @param files text by path, {@code project.yaml} among them
     * @param sample most examples to compute again
     * @param progress gets one line at a time of what happens
     * @return empty when nothing was found
     * @throws EngineException {@code INVALID_PROJECT}, {@code DATASET_NOT_INGESTED} or as its training set cannot be built
     */
    List<Leak> leaks(Map<String, String> files, int sample, Consumer<String> progress);

    /**
     * What a project's training set would be, on the data ingested under its name; the project need not be pushed.
     *
     * @param files text by path, {@code project.yaml} among them
     * @throws EngineException as {@link #leaks}
     */
    Preview preview(Map<String, String> files);

    /**
     * Trains on this machine, registers as a training on Batch does, and waits for the end.
     *
     * @param progress gets one line at a time of what happens
     * @return the execution's outcome as JSON
     */
    String train(TrainRequest request, Consumer<String> progress);

    /** Ends it: its tables can no longer be read. */
    @Override
    void close();

    /**
     * Tidemill's HTTP API, given by the client: it signs, tries again and throws the client's own exception. Safe for
     * use by several threads.
     */
    interface Api {
        /**
         * @param path with query, such as {@code /v1/projects/flights}
         * @return JSON of the answer
         */
        String get(String path);

        /**
         * @param body JSON
         * @return JSON of the answer
         */
        String post(String path, String body);

        /**
         * @param body JSON
         * @return JSON of the answer
         */
        String put(String path, String body);

        /** Writes what lies under a presigned address to a file, anew. */
        void download(URI address, Path to) throws IOException;

        /**
         * Puts a file under a presigned address.
         *
         * @param headers exactly those that were signed
         */
        void upload(URI address, Map<String, String> headers, Path file) throws IOException;
    }

    /** Opens engines; found as a service. */
    interface Provider {
        /**
         * @param folder where downloaded data and the rows of tables are kept, made when it is not there; several
         *     engines may share it
         */
        LocalEngine open(Api api, Path folder);
    }
}
