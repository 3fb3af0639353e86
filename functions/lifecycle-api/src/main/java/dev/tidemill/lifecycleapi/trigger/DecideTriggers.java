package dev.tidemill.lifecycleapi.trigger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.contract.Json;
import dev.tidemill.contract.project.ProjectSpec.MonitoringSpec;
import dev.tidemill.core.Sha256;
import dev.tidemill.core.Ulid;
import dev.tidemill.core.event.Event;
import dev.tidemill.core.lifecycle.ExecutionKind;
import dev.tidemill.core.lifecycle.Trigger;
import dev.tidemill.core.lifecycle.Triggers;
import dev.tidemill.core.registry.ModelVersion;
import dev.tidemill.core.registry.Registry;
import dev.tidemill.lifecycleapi.execution.RequestWork;
import dev.tidemill.lifecycleapi.execution.StartExecution;
import dev.tidemill.lifecycleapi.project.LoadProject;
import dev.tidemill.lifecycleapi.project.LoadProject.Loaded;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides what an event brings about, and does it once however often the event arrives. A decision that starts something
 * claims what may be started once (for a training: project and label watermark); every other decision is recorded under
 * its event. Safe for use by several threads.
 */
public final class DecideTriggers {
    /** The decision of a trigger that started an execution. */
    public static final String STARTED = "started";

    private final LoadProject projects;
    private final Registry registry;
    private final Triggers triggers;
    private final StartExecution start;
    private final InstantSource clock;

    public DecideTriggers(
            LoadProject projects, Registry registry, Triggers triggers, StartExecution start, InstantSource clock) {
        this.projects = projects;
        this.registry = registry;
        this.triggers = triggers;
        this.start = start;
        this.clock = clock;
    }

    /**
     * Decides on an event.
     *
     * @return the decision that stands; empty when the event is none that starts something
     */
    public Optional<Trigger> decide(Event event) {
        return switch (event.type()) {
            case "DatasetIngested" -> monitoring(event);
            case "LabelsArrived" -> Optional.of(training(event));
            case "ModelRegistered" -> deployment(event);
            default -> Optional.empty();
        };
    }

    private Optional<Trigger> monitoring(Event event) {
        Loaded project = projects.latest(event.workspace(), event.project());
        if (!project.pushed().labelDatasets().contains(event.subject())) {
            return Optional.empty();
        }
        JsonNode detail = Json.parse(event.detail());
        ObjectNode figures = Json.object().put("dataset", event.subject());
        figures.set("watermark", detail.get("watermark"));
        Draft draft =
                new Draft(event, ExecutionKind.MONITORING, claim(event, ExecutionKind.MONITORING, event.id()), figures);
        Optional<Trigger> refused = refused(draft);
        if (refused.isPresent()) {
            return refused;
        }
        if (champion(event, project).isEmpty()) {
            return Optional.of(refuse(draft, "no-champion"));
        }
        ObjectNode request = Json.object().put("model", project.model());
        request.set("until", detail.get("watermark"));
        return Optional.of(startOnce(draft, project, request));
    }

    private Trigger training(Event event) {
        Loaded project = projects.latest(event.workspace(), event.project());
        JsonNode detail = Json.parse(event.detail());
        String watermark = detail.path("watermark").asText("");
        long newLabels = detail.path("newMatureLabels").asLong();
        MonitoringSpec rules = project.spec().monitoring();
        Integer needed = rules == null ? null : rules.retrainOn().newLabels();
        ObjectNode figures = Json.object().put("watermark", watermark).put("newMatureLabels", newLabels);
        figures.put("needed", needed);
        Draft draft =
                new Draft(event, ExecutionKind.TRAINING, claim(event, ExecutionKind.TRAINING, watermark), figures);

        Optional<Trigger> refused = refused(draft);
        if (refused.isPresent()) {
            return refused.get();
        }
        Optional<Trigger> earlier = started(draft);
        if (earlier.isPresent()) {
            return again(draft, project, earlier.get());
        }
        Optional<ModelVersion> champion = champion(event, project);
        if (champion.isEmpty()) {
            return refuse(draft, "no-champion");
        }
        figures.put("champion", champion.get().number());
        if (needed == null || newLabels < needed) {
            return refuse(draft, "too-few-labels");
        }
        Instant last = triggers.lastStarted(event.workspace(), event.project(), ExecutionKind.TRAINING)
                .map(Trigger::time)
                .orElse(null);
        if (last != null && rules != null && rules.coolDown().after(last).isAfter(clock.instant())) {
            figures.put("coolDownUntil", rules.coolDown().after(last).toString());
            return refuse(draft, "cool-down");
        }
        ObjectNode request = Json.object().put("asOf", watermark).put("promote", "on-pass");
        request.putObject("overrides");
        return startOnce(draft, project, request);
    }

    private Optional<Trigger> deployment(Event event) {
        JsonNode detail = Json.parse(event.detail());
        if (!detail.path("promote").asText("").equals("on-pass")) {
            return Optional.empty();
        }
        String decision = detail.path("decision").asText("");
        ObjectNode figures = Json.object().put("decision", decision);
        figures.set("version", detail.get("version"));
        Draft draft =
                new Draft(event, ExecutionKind.DEPLOYMENT, claim(event, ExecutionKind.DEPLOYMENT, event.id()), figures);
        if (!decision.equals("pass")) {
            return Optional.of(refuse(draft, "gate-" + decision));
        }
        Loaded project = projects.latest(event.workspace(), event.project());
        ObjectNode request = Json.object()
                .put("model", detail.path("model").asText(project.model()))
                .put("version", detail.path("version").asInt())
                .put("alias", RequestWork.CHAMPION);
        return Optional.of(startOnce(draft, project, request));
    }

    /** What is to be decided. */
    private record Draft(Event event, ExecutionKind kind, String claim, ObjectNode figures) {}

    private Trigger startOnce(Draft draft, Loaded project, ObjectNode request) {
        Event event = draft.event();
        String execution = Ulid.derived(event.time(), draft.claim());
        Trigger mine = trigger(draft, draft.claim(), STARTED, execution);
        Trigger standing = triggers.decide(mine);
        String id = standing.executionId();
        if (id == null) {
            return standing;
        }
        request.put("cause", standing.id());
        start.startOnce(
                project.revision(),
                draft.kind(),
                id,
                request,
                event.correlationId(),
                List.of(standing.event(), standing.id()));
        return standing.event().equals(event.id()) ? standing : refuse(draft, "already-triggered");
    }

    /** The claim was taken before: by this event, which is then told again what it started, or by another. */
    private Trigger again(Draft draft, Loaded project, Trigger earlier) {
        if (!earlier.event().equals(draft.event().id())) {
            return refuse(draft, "already-triggered");
        }
        ObjectNode request = Json.object()
                .put("asOf", draft.figures().path("watermark").asText())
                .put("promote", "on-pass");
        request.putObject("overrides");
        return startOnce(draft, project, request);
    }

    private Trigger refuse(Draft draft, String decision) {
        return triggers.decide(trigger(draft, refusal(draft), decision, null));
    }

    private Trigger trigger(Draft draft, String id, String decision, @Nullable String execution) {
        Event event = draft.event();
        return new Trigger(
                event.workspace(),
                event.project(),
                id,
                event.id(),
                draft.kind(),
                decision,
                execution,
                draft.figures().toString(),
                clock.instant());
    }

    private Optional<Trigger> started(Draft draft) {
        return standing(draft, draft.claim());
    }

    /** What was decided against when the event came before: that stands, whatever has changed since. */
    private Optional<Trigger> refused(Draft draft) {
        return standing(draft, refusal(draft));
    }

    private Optional<Trigger> standing(Draft draft, String id) {
        return triggers.find(draft.event().workspace(), id);
    }

    private static String refusal(Draft draft) {
        return Sha256.hex(draft.claim() + "\n" + draft.event().id()).substring(0, 32);
    }

    private Optional<ModelVersion> champion(Event event, Loaded project) {
        return registry.byAlias(event.workspace(), project.model(), RequestWork.CHAMPION);
    }

    private static String claim(Event event, ExecutionKind kind, String what) {
        return Sha256.hex(String.join("\n", event.workspace().name(), event.project(), kind.word(), what))
                .substring(0, 32);
    }
}
