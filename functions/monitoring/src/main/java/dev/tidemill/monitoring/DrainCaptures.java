package dev.tidemill.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.aws.sqs.CaptureMessage;
import dev.tidemill.columnar.CaptureKey;
import dev.tidemill.columnar.CaptureLog;
import dev.tidemill.columnar.Sandbox;
import dev.tidemill.columnar.SandboxSettings;
import dev.tidemill.contract.Json;
import dev.tidemill.contract.capture.CapturedPrediction;
import dev.tidemill.core.Ulid;
import dev.tidemill.core.storage.ObjectStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * Files captured predictions as Parquet in the capture store, by workspace, model, hour and channel. A message that
 * cannot be read fails alone; the others of its batch are filed. Filing the same messages again writes the same objects;
 * a prediction that comes in twice in different company is told by its id when it is read.
 */
final class DrainCaptures {
    private static final Set<String> CHANNELS = Set.of("online", "batch");

    private final ObjectStore capture;
    private final Path folder;
    private final SandboxSettings settings;

    /**
     * @param capture the store in which messages over the queue's limit lie and files are written
     * @param folder in which files are made before they are stored
     * @param settings of the database that makes them
     */
    DrainCaptures(ObjectStore capture, Path folder, SandboxSettings settings) {
        this.capture = capture;
        this.folder = folder;
        this.settings = settings;
    }

    /**
     * One message of the queue.
     *
     * @param id by which the queue knows it
     */
    record Message(String id, String body) {}

    /**
     * What was done.
     *
     * @param failed reason by id of each message that has to be delivered again
     * @param predictions filed, each counted once
     * @param keys of the objects written
     */
    record Drained(Map<String, String> failed, long predictions, List<String> keys) {}

    Drained drain(List<Message> batch) {
        Map<String, String> failed = new LinkedHashMap<>();
        Map<String, Group> groups = new TreeMap<>();
        for (Message message : batch) {
            try {
                for (CapturedPrediction prediction : read(message.body())) {
                    groups.computeIfAbsent(CaptureKey.group(prediction), key -> new Group())
                            .add(message, prediction);
                }
            } catch (RuntimeException e) {
                failed.put(message.id(), reason(e));
            }
        }
        if (groups.isEmpty()) {
            return new Drained(failed, 0, List.of());
        }
        long predictions = 0;
        List<String> keys = new ArrayList<>();
        try (Sandbox sandbox = Sandbox.open(folder, "capture", settings)) {
            for (Map.Entry<String, Group> entry : groups.entrySet()) {
                Group group = entry.getValue();
                try {
                    keys.add(write(sandbox, entry.getKey(), List.copyOf(group.predictions.values())));
                    predictions += group.predictions.size();
                } catch (RuntimeException e) {
                    group.messages.forEach(id -> failed.putIfAbsent(id, reason(e)));
                }
            }
        }
        return new Drained(failed, predictions, keys);
    }

    private String write(Sandbox sandbox, String group, List<CapturedPrediction> predictions) {
        Path file = CaptureLog.write(sandbox, predictions);
        String key = CaptureKey.of(group, predictions).key();
        capture.upload(key, file, "application/vnd.apache.parquet");
        return key;
    }

    /** All predictions of a message, or none: a fault in one of them fails the message. */
    private List<CapturedPrediction> read(String body) {
        CaptureMessage message = CaptureMessage.read(body, capture);
        List<CapturedPrediction> predictions = new ArrayList<>();
        for (JsonNode json : message.requireRecords()) {
            int version = json.path("captureVersion").asInt();
            if (version != CaptureLog.VERSION) {
                throw new IllegalArgumentException(
                        "capture version " + version + " is unknown: expected " + CaptureLog.VERSION);
            }
            CapturedPrediction prediction = Json.read(json, CapturedPrediction.class);
            check(prediction, message);
            predictions.add(prediction);
        }
        return predictions;
    }

    private static void check(CapturedPrediction prediction, CaptureMessage message) {
        if (prediction.id() == null || !Ulid.isUlid(prediction.id())) {
            throw new IllegalArgumentException("prediction id '" + prediction.id() + "': expected a ULID");
        }
        if (!Objects.equals(prediction.workspace(), message.workspace())
                || !Objects.equals(prediction.model(), message.model())) {
            throw new IllegalArgumentException("prediction " + prediction.id() + " is of workspace '"
                    + prediction.workspace() + "' and model '" + prediction.model() + "': expected '"
                    + message.workspace() + "' and '" + message.model() + "' as the message says");
        }
        if (prediction.channel() == null || !CHANNELS.contains(prediction.channel())) {
            throw new IllegalArgumentException("prediction " + prediction.id() + " has channel '" + prediction.channel()
                    + "': expected online or batch");
        }
        if (prediction.predictionTime() == null || prediction.answeredAt() == null || prediction.keyHash() == null) {
            throw new IllegalArgumentException("prediction " + prediction.id()
                    + " lacks one of predictionTime, answeredAt and keyHash: expected all");
        }
        if (prediction.key() == null
                || prediction.request() == null
                || prediction.inputs() == null
                || prediction.features() == null
                || prediction.output() == null) {
            throw new IllegalArgumentException("prediction " + prediction.id()
                    + " lacks one of key, request, inputs, features and output: expected all");
        }
    }

    private static String reason(RuntimeException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    /** Predictions that go into one file, by id, and the messages that brought them. */
    private static final class Group {
        private final Map<String, CapturedPrediction> predictions = new TreeMap<>();
        private final Set<String> messages = new LinkedHashSet<>();

        void add(Message message, CapturedPrediction prediction) {
            predictions.putIfAbsent(prediction.id(), prediction);
            messages.add(message.id());
        }
    }
}
