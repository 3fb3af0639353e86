package dev.tidemill.lifecycleapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemill.contract.project.PushedProject;
import dev.tidemill.core.Workspace;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProjectRoutesTest {
    private final World world = new World();

    @Test
    void push_newFiles_storesARevisionOnce() {
        Map<String, Object> body = Map.of("files", World.files(), "commit", "abc", "dirty", true);

        World.Answer first = world.post("/v1/projects/parcels/revisions", body);
        World.Answer second = world.post("/v1/projects/parcels/revisions", body);

        assertThat(first.status()).isEqualTo(201);
        assertThat(first.body().path("created").asBoolean()).isTrue();
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.body().path("created").asBoolean()).isFalse();
        String revision = first.body().path("revision").asText();
        byte[] stored = world.artifacts
                .read(PushedProject.key(Workspace.DEFAULT, "parcels", revision))
                .orElseThrow();
        assertThat(PushedProject.read(stored).labelDatasets()).containsExactly("parcels");
        assertThat(world.get("/v1/projects/parcels").body().path("revision").asText())
                .isEqualTo(revision);
        assertThat(world.get("/v1/projects")
                        .body()
                        .path("projects")
                        .path(0)
                        .path("name")
                        .asText())
                .isEqualTo("parcels");
        assertThat(world.get("/v1/projects/parcels/revisions/" + revision)
                        .body()
                        .path("files")
                        .path("project.yaml")
                        .asText())
                .isEqualTo(World.PROJECT);
    }

    @Test
    void push_invalidProject_namesEveryFaultAndStoresNothing() {
        Map<String, String> files = World.files();
        files.put("project.yaml", World.PROJECT.replace("outcomes: [delay]", "outcomes: [dely]"));

        World.Answer answer = world.post("/v1/projects/parcels/revisions", Map.of("files", files));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.code()).isEqualTo("INVALID_PROJECT");
        assertThat(answer.details().path(0).path("place").asText())
                .matches("project\\.yaml:\\d+ /datasets/parcels/outcomes/0");
        assertThat(answer.details().path(0).path("expected").asText()).contains("did you mean 'delay'?");
        assertThat(world.artifacts.list("")).isEmpty();
        assertThat(world.get("/v1/projects/parcels").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            features/labels.sql | SELEC parcel FROM parcels | features/labels.sql
            features/labels.sql | SELECT parcel, dely > 1 AS value, _available_at AS available_at FROM parcels | features/labels.sql
            features/labels.sql | SELECT parcel, _available_at AS available_at FROM parcels | features/labels.sql
            features/requests.sql | SELECT parcel, depot, delay, sent_at AS predict_at FROM parcels | features/requests.sql
            features/requests.sql | SELECT parcel, sent_at AS predict_at FROM parcels | features/requests.sql
            features/requests.sql | SELECT parcel, depot, sent_at AS predict_at FROM parcel | features/requests.sql
            features/size.sql | SELECT depot, sent_at AS event_time, 1 AS parcels FROM parcels | features/size.sql
            features/size.sql | SELECT depot, sent_at AS event_time, _available_at AS available_at, 1 AS parcel FROM parcels | project.yaml /training/inputs
            """)
    void push_faultInSql_namesItsPlace(String file, String sql, String place) {
        Map<String, String> files = World.files();
        files.put(file, sql);

        World.Answer answer = world.post("/v1/projects/parcels/revisions", Map.of("files", files));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.details().path(0).path("place").asText()).startsWith(place);
        assertThat(answer.details().path(0).path("expected").asText()).isNotBlank();
        assertThat(world.artifacts.list("")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            avg(delay) | avg(dely) | /features/views/jam/columns/late_share
            avg(delay) | delay + 1 | /features/views/jam/columns/late_share
            depot IN ('A', 'B') | depo IN ('A', 'B') | /datasets/parcels/checks/0/sql
            count(*) > 10 | count(*) > | /datasets/parcels/checks/1/sql
            """)
    void push_faultInAnExpression_namesItsPlace(String text, String written, String pointer) {
        Map<String, String> files = World.files();
        files.put("project.yaml", World.PROJECT.replace(text, written));

        World.Answer answer = world.post("/v1/projects/parcels/revisions", Map.of("files", files));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.details().path(0).path("place").asText()).contains(pointer);
    }

    @Test
    void push_expressionThatDoesNotCompile_namesItsPlace() {
        Map<String, String> files = World.files();
        files.put("project.yaml", World.PROJECT.replace("depot == 'A'", "depo == 'A'"));

        World.Answer answer = world.post("/v1/projects/parcels/revisions", Map.of("files", files));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.details().path(0).path("place").asText()).contains("/features/on-demand/in_a/expression");
        assertThat(answer.details().path(0).path("value").asText()).isEqualTo("depo == 'A'");
    }

    @Test
    void push_otherNameInThePath_isRefused() {
        World.Answer answer = world.post("/v1/projects/letters/revisions", Map.of("files", World.files()));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.details().path(0).path("expected").asText()).isEqualTo("letters");
    }

    @Test
    void validate_badAndGoodFiles_tellsAndStoresNothing() {
        Map<String, String> bad = World.files();
        bad.put(
                "project.yaml",
                World.PROJECT.replace(
                        "trainer: {algorithm: xgboost}", "trainer: {algorithm: xgboost, class-weights: balanced}"));

        World.Answer good = world.post("/v1/projects/parcels/revisions:validate", Map.of("files", World.files()));
        World.Answer refused = world.post("/v1/projects/parcels/revisions:validate", Map.of("files", bad));

        assertThat(good.body().path("valid").asBoolean()).isTrue();
        assertThat(refused.status()).isEqualTo(200);
        assertThat(refused.body().path("valid").asBoolean()).isFalse();
        assertThat(refused.body().path("code").asText()).isEqualTo("NOT_YET");
        assertThat(world.artifacts.list("")).isEmpty();
    }

    @Test
    void get_unknownProjectOrRevision_suggests() {
        world.push();

        World.Answer project = world.get("/v1/projects/parcel");
        World.Answer revision = world.get("/v1/projects/parcels/revisions/0123");

        assertThat(project.status()).isEqualTo(404);
        assertThat(project.details().path(0).path("expected").asText()).contains("did you mean 'parcels'?");
        assertThat(revision.code()).isEqualTo("NO_SUCH_REVISION");
    }
}
