package dev.tidemill.lifecycleapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.aws.lambda.HttpInvocation;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class HttpDoorTest {
    private final World world = new World();

    @Test
    void root_anyWorkspace_namesIt() {
        assertThat(world.get("/v1").body().toString())
                .isEqualTo("{\"name\":\"tidemill\",\"version\":\"1.2.3\",\"workspace\":\"default\"}");
        assertThat(world.get("/w/team-7/v1/").body().path("workspace").asText()).isEqualTo("team-7");
        assertThat(world.get("/w/Team%207/v1").code()).isEqualTo("NO_SUCH_WORKSPACE");
    }

    @Test
    void document_namesEveryRouteAndNoOther() {
        JsonNode document = world.get("/v1/openapi.json").body();
        TreeSet<String> described = new TreeSet<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(
                                method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));

        assertThat(document.path("openapi").asText()).isEqualTo("3.1.0");
        assertThat(described).isEqualTo(new TreeSet<>(world.router().routes()));
    }

    @Test
    void answer_unknownPathOrMethod_isTold() {
        World.Answer nothing = world.get("/v1/nothing");
        World.Answer wrong = world.call("DELETE", "/v1/projects", null, Map.of());

        assertThat(nothing.status()).isEqualTo(404);
        assertThat(nothing.details().path(0).path("value").asText()).isEqualTo("/v1/nothing");
        assertThat(wrong.status()).isEqualTo(405);
        assertThat(wrong.headers().path("allow").asText()).isEqualTo("GET");
        assertThat(wrong.details().path(0).path("expected").asText()).isEqualTo("GET");
    }

    @Test
    void answer_bodyOverTheLimit_is413InOurWords() {
        String body = "{\"files\":{\"project.yaml\":\"" + "x".repeat(HttpInvocation.MOST_BYTES) + "\"}}";

        World.Answer answer = world.call("POST", "/v1/projects/p/revisions", body, Map.of());

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.body().path("error").path("message").asText()).contains("uploads");
        assertThat(answer.details().path(0).path("expected").asText()).contains("4194304");
    }

    @Test
    void answer_otherMediaType_is415() {
        World.Answer answer =
                world.call("POST", "/v1/projects/p/trainings", "a=b", Map.of("content-type", "text/plain"));

        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.details().path(0).path("value").asText()).isEqualTo("text/plain");
    }

    @Test
    void answer_noJson_namesThePlace() {
        World.Answer answer = world.call("POST", "/v1/projects/p/trainings", "{\"asOf\": tomorrow}", Map.of());

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("INVALID_JSON");
        assertThat(answer.details().path(0).path("place").asText()).startsWith("line 1, column");
    }

    @Test
    void answer_gzipAsked_isPacked() {
        World.Answer answer =
                world.call("GET", "/v1/openapi.json", null, Map.of("accept", "*/*", "accept-encoding", "gzip, br"));

        assertThat(answer.headers().path("content-encoding").asText()).isEqualTo("gzip");
    }

    @Test
    void answer_correlationId_isTheSentOneOrOfTheGateway() {
        World.Answer sent = world.call("GET", "/v1/nothing", null, Map.of("X-Correlation-Id", "walk-7"));

        assertThat(sent.headers().path("x-correlation-id").asText()).isEqualTo("walk-7");
        assertThat(sent.body().path("error").path("correlationId").asText()).isEqualTo("walk-7");
        assertThat(world.get("/v1").headers().path("x-correlation-id").asText()).isEqualTo("gateway-1");
    }

    @Test
    void answer_sameIdempotencyKey_startsOnce() {
        world.push();
        Map<String, String> key = Map.of("Idempotency-Key", "k1");

        World.Answer first = world.post("/v1/projects/parcels/trainings", Map.of("promote", "never"), key);
        World.Answer second = world.post("/v1/projects/parcels/trainings", Map.of("promote", "never"), key);
        World.Answer other = world.post("/v1/projects/parcels/trainings", Map.of("promote", "on-pass"), key);

        assertThat(first.status()).isEqualTo(202);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.status()).isEqualTo(202);
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.code()).isEqualTo("IDEMPOTENCY_MISMATCH");
        assertThat(world.machines.started()).hasSize(1);
    }

    @Test
    void answer_unknownField_suggestsTheRightOne() {
        world.push();

        World.Answer answer = world.post("/v1/projects/parcels/trainings", Map.of("asof", "2026-01-01", "promote", 3));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.details()).hasSize(2);
        assertThat(answer.details().path(0).path("expected").asText()).contains("did you mean 'asOf'?");
        assertThat(answer.details().path(1).path("place").asText()).isEqualTo("body /promote");
    }
}
