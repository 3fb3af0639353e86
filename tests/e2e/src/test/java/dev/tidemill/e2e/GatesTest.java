package dev.tidemill.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemill.client.AliasMove;
import dev.tidemill.client.Document;
import dev.tidemill.client.Execution;
import dev.tidemill.client.ModelClient;
import dev.tidemill.client.ModelEventFilter;
import dev.tidemill.client.TidemillException;
import dev.tidemill.client.Training;
import dev.tidemill.client.TriggerInfo;
import dev.tidemill.localcloud.LocalCloud;
import dev.tidemill.localcloud.SmallProject;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The gate against the champion decides on promotion, either way: by two settings of the same data. */
class GatesTest {
    private static final Instant MONTH_LATER = Instant.parse("2013-05-01T04:00:00Z");
    private static final String GATES = """
            {metric: log-loss, against: baseline, better-by: 1%}
                - {metric: log-loss, against: champion, not-worse-by: 1%, confidence: 0.9}""";
    // April's slice is too small to tell a model from the baseline; what is looked at here is the other gate.
    private static final String LENIENT = """
            {metric: log-loss, against: baseline, not-worse-by: 60%%}
                - {metric: log-loss, against: champion, %s, confidence: 0.9}""";
    private static SmallProject project;

    @BeforeAll
    static void trainChampion() {
        project = SmallProject.pushed(LocalCloud.get(), "gates-" + System.currentTimeMillis());
        project.ingestMonths("0[1-4]");
        Execution first = project.succeeded(project.client().train(Training.asOf(SmallProject.QUARTER)));
        assertThat(gate(first, "champion").at("decision").text()).isEqualTo("pass");
        project.succeeded(
                project.client().deploy((int) first.result().at("version").integer()));
    }

    @Test
    void challenger_isRefusedOrPromotedAsItsGateSays() {
        project.push(GATES, LENIENT.formatted("better-by: 60%"));
        Execution refused = project.succeeded(
                project.client().train(Training.asOf(MONTH_LATER).promotedOnPass()));

        assertThat(refused.result().at("decision").text()).isEqualTo("fail");
        assertThat(gate(refused, "champion").at("decision").text()).isEqualTo("fail");
        assertThat(gate(refused, "champion").at("upper").number()).isLessThan(0.6);
        assertThat(decision(refused).decision()).isEqualTo("gate-fail");
        assertThat(champion()).isEqualTo(1);

        project.push(GATES, LENIENT.formatted("not-worse-by: 60%"));
        Execution promoted = project.succeeded(
                project.client().train(Training.asOf(MONTH_LATER).promotedOnPass()));

        assertThat(promoted.result().at("decision").text()).isEqualTo("pass");
        assertThat(gate(promoted, "champion").at("lower").number()).isGreaterThan(-0.6);
        TriggerInfo started = decision(promoted);
        assertThat(started.decision()).isEqualTo("started");
        project.succeeded(LocalCloud.get().client().execution(String.valueOf(started.execution())));
        assertThat(champion()).isEqualTo(promoted.result().at("version").integer());
        tellsWhoMovedTheChampion(String.valueOf(started.execution()));
    }

    /** The registry tells the last move and its maker, and what the alias named until then. */
    private static void tellsWhoMovedTheChampion(String deployment) {
        ModelClient model = LocalCloud.get().client().model(project.name());
        AliasMove now = model.aliasAt("champion", null);
        assertThat(now.version()).isEqualTo(champion());
        assertThat(now.previousVersion()).isEqualTo(1);
        assertThat(now.movedBy()).isEqualTo("execution/" + deployment);
        assertThat(now.why()).isNotBlank();

        Instant moved = Objects.requireNonNull(now.since());
        assertThat(model.aliasAt("champion", moved.minusMillis(1)).version()).isEqualTo(1);
        assertThatThrownBy(() -> model.aliasAt("champion", Instant.parse("2013-01-01T00:00:00Z")))
                .isInstanceOfSatisfying(
                        TidemillException.class, e -> assertThat(e.code()).isEqualTo("NO_SUCH_ALIAS"));
        assertThat(model.history(new ModelEventFilter("AliasMoved", null, "champion"), 10))
                .hasSize(2)
                .first()
                .satisfies(event -> assertThat(event.time()).isEqualTo(moved));
    }

    private static Document gate(Execution training, String against) {
        int version = (int) training.result().at("version").integer();
        return LocalCloud.get().client().model(project.name()).version(version).gates().stream()
                .filter(gate -> gate.at("against").text().equals(against))
                .findFirst()
                .orElseThrow();
    }

    private static int champion() {
        return LocalCloud.get().client().model(project.name()).alias("champion");
    }

    /** What was decided on the deployment of a training's version. */
    private static TriggerInfo decision(Execution training) {
        return SmallProject.eventually(
                "decision on a deployment",
                () -> deployments().stream()
                        .filter(trigger ->
                                trigger.source().at("detail", "version").integer(0)
                                        == training.result().at("version").integer())
                        .findFirst());
    }

    private static List<TriggerInfo> deployments() {
        return project.client().triggers().stream()
                .filter(trigger -> trigger.kind().equals("deployment"))
                .toList();
    }
}
