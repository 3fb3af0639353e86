package dev.tidemill.lifecycle;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * When which of a project's data arrives, as {@code walk.yaml} beside its {@code project.yaml} says.
 *
 * @param slices how much of the data is used, by name
 * @param script a Python script in the project's folder that writes the files
 */
public record WalkPlan(
        @JsonProperty(required = true) Map<String, Slice> slices,
        @JsonProperty(required = true) String script,
        @JsonProperty(required = true) Arrival history,
        @JsonProperty(required = true) Arrival replay,
        @JsonProperty(required = true) Online online,
        @JsonProperty(required = true) Batch batch,
        @JsonProperty(required = true) Outcomes outcomes) {
    /** The file's name in a project folder. */
    public static final String FILE = "walk.yaml";

    /**
     * @param export words added to every call of the script
     * @param settings of project.yaml that differ for the slice, by dotted path
     */
    public record Slice(
            @JsonProperty(required = true) List<String> export,
            @JsonProperty(required = true) Map<String, Object> settings) {}

    /**
     * Data that arrives, and the time up to which it is known.
     *
     * @param export words that the script is called with
     * @param ingest what it wrote, in the order of ingestion
     * @param asOf instant up to which features are then written to the online store
     */
    public record Arrival(
            @JsonProperty(required = true) List<String> export,
            @JsonProperty(required = true) List<DatasetFiles> ingest,
            @JsonProperty(required = true) String asOf) {
        /** The instant of {@code as-of}. */
        public Instant instant() {
            return Instant.parse(asOf);
        }
    }

    /**
     * @param files name of a file, or a pattern such as {@code flights-2013-0[1-6].csv}
     */
    public record DatasetFiles(
            @JsonProperty(required = true) String dataset,
            @JsonProperty(required = true) String files) {}

    /**
     * @param requests file of requests to be predicted
     * @param predictions how many to make; the requests are gone through again when they are fewer
     */
    public record Online(
            @JsonProperty(required = true) List<String> export,
            @JsonProperty(required = true) String requests,
            @JsonProperty(required = true) int predictions,
            @JsonProperty(required = true) SentFeatures sendFeatures) {}

    /**
     * View features that half of the callers send by name.
     *
     * @param entity request column that carries the views' entity
     */
    public record SentFeatures(
            @JsonProperty(required = true) String entity,
            @JsonProperty(required = true) List<String> names) {}

    /**
     * @param requests file of requests without outcomes
     */
    public record Batch(
            @JsonProperty(required = true) List<String> export,
            @JsonProperty(required = true) String requests) {}

    /**
     * @param labelsFrom dataset whose arrival starts monitoring
     */
    public record Outcomes(
            @JsonProperty(required = true) List<String> export,
            @JsonProperty(required = true) List<DatasetFiles> ingest,
            @JsonProperty(required = true) String labelsFrom) {}

    /**
     * Reads a project's plan.
     *
     * @throws WalkException when there is none, or something in it is missing, unknown or impossible
     */
    public static WalkPlan read(Path project) {
        Path file = project.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            throw new WalkException(project + " has no " + FILE + ": it says when which data arrives");
        }
        YAMLMapper mapper = YAMLMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
                .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                .build();
        try {
            WalkPlan plan = mapper.readValue(Files.readString(file), WalkPlan.class);
            Instant history = plan.history().instant();
            if (!history.isBefore(plan.replay().instant())) {
                throw new WalkException(file + ": history.as-of " + history + " must be before replay.as-of");
            }
            return plan;
        } catch (JsonProcessingException e) {
            String line =
                    e.getLocation() == null ? "" : " line " + e.getLocation().getLineNr();
            throw new WalkException(file + line + ": " + e.getOriginalMessage(), e);
        } catch (DateTimeException e) {
            throw new WalkException(file + ": as-of is no instant such as 2013-07-01T04:00:00Z: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new WalkException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * A slice by name.
     *
     * @throws WalkException when the plan has none of this name
     */
    public Slice slice(String name) {
        Slice slice = slices.get(name);
        if (slice == null) {
            throw new WalkException("slice '" + name + "': expected one of " + String.join(", ", slices.keySet()));
        }
        return slice;
    }
}
