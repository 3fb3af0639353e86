package dev.tidemill.contract.project;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tidemill.contract.Json;
import dev.tidemill.core.Span;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A project as its {@code project.yaml} declares it, with the SQL of its files inlined. Instances come from
 * {@link ProjectReader}, which has checked them: names resolve, values are possible. Maps keep the order of the file.
 *
 * @param request null only for {@code problem: external} without one
 * @param label null for external models
 * @param training null for external models
 */
public record ProjectSpec(
        @JsonProperty("apiVersion") String apiVersion,
        String project,
        Goal goal,
        @Nullable Access access,
        Map<String, DatasetSpec> datasets,
        @Nullable RequestSpec request,
        FeaturesSpec features,
        @Nullable LabelSpec label,
        @Nullable TrainingSpec training,
        @Nullable EvaluationSpec evaluation,
        @Nullable ServingSpec serving,
        @Nullable MonitoringSpec monitoring) {
    public ProjectSpec {
        datasets = Collections.unmodifiableMap(new LinkedHashMap<>(datasets));
    }

    /** What a model of the project answers. */
    public enum Problem {
        BINARY,
        MULTICLASS,
        REGRESSION,
        RANKING,
        EXTERNAL
    }

    /** A column's type; timestamps are instants to the microsecond, dates have no zone. */
    public enum ColumnType {
        STRING,
        INT,
        DOUBLE,
        FLOAT32,
        BOOL,
        TIMESTAMP,
        DATE
    }

    /**
     * SQL of the project.
     *
     * @param place the file it stands in, or where in {@code project.yaml}
     */
    public record Sql(String place, String text) {}

    /**
     * @param owners person or team by role, such as {@code data-scientist}
     */
    public record Goal(
            Problem problem, String statement, @Nullable Kpi kpi, Map<String, String> owners) {}

    /**
     * @param by fraction: 3% is 0.03
     */
    public record Kpi(
            String metric,
            @Nullable String betterThan,
            @Nullable Double by) {}

    /** Principals by role: {@code role/NAME}, {@code user/NAME} or ARNs, with {@code *} for any characters. */
    public record Access(List<String> read, List<String> contribute, List<String> approve, List<String> administer) {}

    /**
     * @param key columns that identify a row
     * @param eventTime the column that says when the row's fact held
     * @param availableAt scalar SQL over the row; null when {@code availableAfter} says it
     * @param availableAfter time from the event to its availability; null when {@code availableAt} says it
     * @param outcomes columns that {@code requests.sql} reads as null
     * @param maxQuarantined fraction of rows above which an ingestion fails
     */
    public record DatasetSpec(
            SourceSpec source,
            List<String> key,
            String eventTime,
            @Nullable Sql availableAt,
            @Nullable Span availableAfter,
            List<String> outcomes,
            Map<String, ColumnSpec> columns,
            List<CheckSpec> checks,
            double maxQuarantined) {}

    /**
     * @param format {@code csv}
     * @param nullValues texts that read as null, beside the empty one
     * @param delimiter null for a comma
     */
    public record SourceSpec(
            String format,
            List<String> nullValues,
            @Nullable String delimiter) {}

    /**
     * @param required whether null breaks the contract
     * @param pattern regular expression that the whole text matches
     * @param min smallest number allowed
     * @param max greatest number allowed
     * @param values the texts allowed; null for any
     * @param entity in a request: the entity whose key the column carries
     * @param shape of a tensor column; null for a scalar
     */
    public record ColumnSpec(
            ColumnType type,
            boolean required,
            @Nullable String pattern,
            @Nullable Double min,
            @Nullable Double max,
            @Nullable List<String> values,
            @Nullable String entity,
            @Nullable List<Integer> shape) {}

    /** A check of a dataset in SQL: per row for {@code QUARANTINE_ROW}, over the whole file for {@code FAIL}. */
    public record CheckSpec(String name, Sql sql, OnViolation onViolation) {}

    public enum OnViolation {
        QUARANTINE_ROW,
        FAIL,
        WARN
    }

    /**
     * @param key request columns (or {@code time}) that identify a request
     * @param time the column that carries the prediction time
     * @param columns what a caller may send, without {@code time} unless it is declared
     */
    public record RequestSpec(List<String> key, String time, Map<String, ColumnSpec> columns) {}

    public record FeaturesSpec(Map<String, ViewSpec> views, Map<String, OnDemandSpec> onDemand) {}

    /**
     * A feature view: {@code sql}, or a window {@code from} a dataset.
     *
     * @param on the request column that carries the entity's key
     * @param key the column of the view's rows that carries the entity's key; null: named as the entity or as {@code on}
     * @param join {@code latest} or {@code at}
     * @param time with {@code at}, the request column that the event time equals; null with {@code latest}
     * @param ttl greatest age at the request's time, of the event or, with {@code at}, of the availability; null for none
     * @param by time column of the window: {@code available-at} or {@code event-time}
     * @param columns aggregate by feature name; empty for a view in SQL
     */
    public record ViewSpec(
            String entity,
            String on,
            @Nullable Sql sql,
            @Nullable String from,
            @Nullable Span window,
            @Nullable String by,
            @Nullable String key,
            Map<String, String> columns,
            String join,
            @Nullable String time,
            @Nullable Span ttl) {
        /**
         * The version of the view's definition: the first 16 digits of the hash of its canonical JSON. Part of the key of
         * every online item, so that values of an older definition are never read.
         */
        @JsonIgnore
        public String version() {
            return Json.hash(this).substring(0, 16);
        }

        /** Whether it is joined {@code at} a time of the request, which may be after the prediction time. */
        @JsonIgnore
        public boolean knownAhead() {
            return join.equals("at");
        }
    }

    /** A feature computed from the request and other features by a CEL expression; null in gives null out. */
    public record OnDemandSpec(ColumnType type, String expression) {}

    /**
     * @param positive the value that counts as positive (Boolean, String, Long or Double); null for regression
     * @param horizon time from the prediction until the outcome is settled
     */
    public record LabelSpec(String name, Sql sql, @Nullable Object positive, Span horizon) {}

    /**
     * @param maxAge null for no limit
     */
    public record TrainingSpec(
            Sql examples,
            InputsSpec inputs,
            SplitSpec split,
            TrainerSpec trainer,
            ResourcesSpec resources,
            @Nullable Span maxAge) {}

    /**
     * @param numeric inputs by name: request columns, on-demand features and {@code view.feature}
     */
    public record InputsSpec(List<String> numeric, CategoricalSpec categorical, MissingSpec missing) {
        /** Every input, numeric ones first. */
        @JsonIgnore
        public List<String> all() {
            return Stream.concat(numeric.stream(), categorical.columns().stream())
                    .toList();
        }
    }

    /**
     * @param minCount a value seen less often in training is treated as unseen
     * @param maxValues most values kept, the most frequent first
     * @param unseen {@code other}, {@code missing} or {@code reject}
     */
    public record CategoricalSpec(List<String> columns, int minCount, int maxValues, String unseen) {}

    /**
     * @param impute null to keep missing values missing, else {@code median} or {@code mean}
     * @param indicator whether an input {@code name.missing} is added
     */
    public record MissingSpec(@Nullable String impute, boolean indicator) {}

    /**
     * @param by {@code time}
     * @param gap null for as long as labels take
     */
    public record SplitSpec(
            String by, Span validation, Span test, @Nullable Span gap) {}

    /**
     * @param earlyStopping rounds without a better validation loss after which training stops; 0 for never
     * @param options further numbers of the algorithm by kebab-case name
     */
    public record TrainerSpec(
            String algorithm,
            int rounds,
            int maxDepth,
            double learningRate,
            long seed,
            int earlyStopping,
            String classWeights,
            Map<String, Double> options) {}

    /**
     * @param memoryMib MiB
     */
    public record ResourcesSpec(double vcpus, int memoryMib, int gpus) {}

    /**
     * @param cluster {@code day}, {@code hour}, {@code row} or a request column: the unit that intervals resample
     * @param minimumRows fewest rows on which a gate decides
     */
    public record EvaluationSpec(
            List<String> metrics,
            @Nullable BaselineSpec baseline,
            String cluster,
            List<String> slices,
            List<GateSpec> gates,
            int minimumRows) {}

    /**
     * @param meanBy inputs within whose groups the training mean is predicted; empty for the overall mean
     */
    public record BaselineSpec(List<String> meanBy) {}

    /**
     * @param against {@code baseline} or {@code champion}
     * @param betterBy least relative improvement; null when {@code notWorseBy} is given
     * @param notWorseBy greatest relative loss; null when {@code betterBy} is given
     */
    public record GateSpec(
            String metric,
            String against,
            @Nullable Double betterBy,
            @Nullable Double notWorseBy,
            double confidence) {}

    /**
     * @param threshold probability from which the positive class is predicted
     * @param missing {@code keep} or {@code reject}
     * @param stale {@code missing} or {@code use}
     */
    public record ServingSpec(String model, double threshold, String missing, String stale, CaptureSpec capture) {}

    public record CaptureSpec(double share, List<String> personal) {}

    public record MonitoringSpec(@Nullable Span window, DriftSpec drift, RetrainSpec retrainOn, Span coolDown) {}

    public record DriftSpec(String tests, String reference, double falseDiscoveryRate) {}

    /**
     * @param newLabels mature labels since the champion's cut-off that start a training; null for never
     */
    public record RetrainSpec(
            @Nullable Integer newLabels,
            @Nullable Double qualityDrop,
            @Nullable String schedule) {}
}
