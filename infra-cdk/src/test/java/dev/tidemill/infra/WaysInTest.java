package dev.tidemill.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.infra.SynthesizedApp.Resource;
import dev.tidemill.infra.function.DeployedFunction;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The two APIs, on AWS, with customer keys, and in an emulator. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WaysInTest {
    private final SynthesizedApp aws = SynthesizedApp.aws();
    private final SynthesizedApp loopback = SynthesizedApp.loopback();

    Stream<SynthesizedApp> all() {
        return Stream.of(aws, SynthesizedApp.awsWithCustomerKeys(), loopback);
    }

    /** The methods' ways of authorization, counted, by the API's logical id. */
    private static Map<String, Map<String, Long>> ways(SynthesizedApp app) {
        return app.resources("AWS::ApiGateway::Method").stream()
                .collect(Collectors.groupingBy(
                        method -> method.properties()
                                .at("/RestApiId/Ref")
                                .asText()
                                .replaceAll("[0-9A-F]{8}$", ""),
                        TreeMap::new,
                        Collectors.groupingBy(
                                method -> method.properties()
                                        .path("AuthorizationType")
                                        .asText(),
                                Collectors.counting())));
    }

    @Test
    void methods_onAws_areAllSignedOrShowAToken() {
        assertThat(ways(aws))
                .isEqualTo(Map.of(
                        "Api", Map.of("AWS_IAM", 36L),
                        "TokenApi", Map.of("CUSTOM", 36L)));
    }

    @Test
    void methods_inAnEmulator_areOpenOrShowAToken() {
        assertThat(ways(loopback)).isEqualTo(Map.of("Api", Map.of("NONE", 36L), "TokenApi", Map.of("CUSTOM", 36L)));
    }

    @ParameterizedTest
    @MethodSource("all")
    void authorizer_always_asksTheFunctionForWellFormedTokensAndForgetsInAMinute(SynthesizedApp app) {
        Resource authorizer = one(app, "AWS::ApiGateway::Authorizer");
        JsonNode p = authorizer.properties();

        assertThat(p.path("Type").asText()).isEqualTo("TOKEN");
        assertThat(p.path("IdentitySource").asText()).isEqualTo("method.request.header.Authorization");
        assertThat(p.path("AuthorizerResultTtlInSeconds").asInt()).isEqualTo(60);
        assertThat(p.path("IdentityValidationExpression").asText()).isEqualTo("[Bb]earer tm_[A-Za-z0-9_-]{43}");
        assertThat(p.path("AuthorizerUri").toString()).contains("function:tidemill-authorize", "/invocations");
        assertThat(app.resources("AWS::ApiGateway::Method"))
                .filteredOn(method ->
                        method.properties().path("AuthorizationType").asText().equals("CUSTOM"))
                .allSatisfy(method -> assertThat(
                                method.properties().at("/AuthorizerId/Ref").asText())
                        .isEqualTo(authorizer.id()));
    }

    @ParameterizedTest
    @MethodSource("all")
    void authorizersFunction_always_isInvocableByThatAuthorizerAlone(SynthesizedApp app) {
        List<Resource> permissions = app.resources("AWS::Lambda::Permission").stream()
                .filter(p -> p.properties().path("FunctionName").asText().equals("tidemill-authorize"))
                .toList();

        assertThat(permissions).singleElement().satisfies(permission -> {
            assertThat(permission.properties().path("Principal").asText()).isEqualTo("apigateway.amazonaws.com");
            assertThat(permission.properties().path("SourceArn").toString())
                    .contains(
                            "/authorizers/",
                            one(app, "AWS::ApiGateway::Authorizer").id(),
                            "TokenApi")
                    .doesNotContain("*");
        });
    }

    @ParameterizedTest
    @MethodSource("all")
    void authorizersRole_always_readsTokensByHashAlone(SynthesizedApp app) {
        JsonNode statements = app.resources("AWS::IAM::Role").stream()
                .filter(role -> role.id().startsWith("AuthorizeRole"))
                .findFirst()
                .orElseThrow()
                .properties()
                .at("/Policies/0/PolicyDocument/Statement");

        assertThat(statements)
                .filteredOn(statement -> statement.path("Action").toString().contains("dynamodb"))
                .singleElement()
                .satisfies(statement -> {
                    assertThat(statement.path("Action").asText()).isEqualTo("dynamodb:GetItem");
                    assertThat(statement.path("Resource").toString())
                            .contains("table/tidemill-lifecycle")
                            .doesNotContain("*");
                    assertThat(statement
                                    .at("/Condition/ForAllValues:StringLike/dynamodb:LeadingKeys")
                                    .toString())
                            .isEqualTo("[\"#token#*\"]");
                    assertThat(statement
                                    .at("/Condition/Null/dynamodb:LeadingKeys")
                                    .asText())
                            .isEqualTo("false");
                });
    }

    @Test
    void functions_onAws_areNeverToldThatTheApiIsOpen() {
        for (SynthesizedApp app : List.of(aws, SynthesizedApp.awsWithCustomerKeys())) {
            assertThat(app.templates().toString()).doesNotContain("TIDEMILL_OPEN_API");
        }
        assertThat(loopback.resources("AWS::Lambda::Function"))
                .filteredOn(f -> f.properties().toString().contains("TIDEMILL_OPEN_API"))
                .extracting(f -> f.properties().path("FunctionName").asText())
                .containsExactlyInAnyOrder(
                        DeployedFunction.LIFECYCLE_API.functionName(),
                        DeployedFunction.TRACKING_API.functionName(),
                        DeployedFunction.INFERENCE.functionName());
    }

    @Test
    void functions_behindTheApi_knowTheRoleOfTheTrainersJobs() {
        String name = aws.resources("AWS::IAM::Role").stream()
                .map(role -> role.properties().path("RoleName").toString())
                .filter(role -> role.contains("tidemill-training-"))
                .findFirst()
                .orElseThrow();
        assertThat(aws.resources("AWS::Lambda::Function"))
                .filteredOn(f -> f.properties().toString().contains("TIDEMILL_WORKERS"))
                .hasSize(3)
                .allSatisfy(f -> assertThat(f.properties()
                                .at("/Environment/Variables/TIDEMILL_WORKERS")
                                .toString())
                        .isEqualTo(name.replace("tidemill-training-", "role/tidemill-training-")));
    }

    @Test
    void ids_inAnEmulator_areKnownBeforehand() {
        assertThat(aws.resources("AWS::ApiGateway::RestApi"))
                .hasSize(2)
                .allSatisfy(api ->
                        assertThat(api.toString() + api.properties()).doesNotContain("custom-id", "_custom_id_"));
        assertThat(loopback.resources("AWS::ApiGateway::RestApi"))
                .extracting(api -> api.properties().path("Tags").toString())
                .anyMatch(tags -> tags.contains("\"tidemill-token\""))
                .anyMatch(tags -> tags.contains("\"ms-custom-id\",\"Value\":\"tidemill\""));
        assertThat(loopback.templates())
                .hasEntrySatisfying(
                        "TidemillApi",
                        template -> assertThat(template.path("Outputs").has("TokenApiUrl"))
                                .isTrue());
    }

    @ParameterizedTest
    @MethodSource("all")
    void apis_always_takeBinaryBodiesAndAnswerErrorsAsJson(SynthesizedApp app) {
        assertThat(app.resources("AWS::ApiGateway::RestApi"))
                .hasSize(2)
                .allSatisfy(api -> assertThat(
                                api.properties().path("BinaryMediaTypes").toString())
                        .isEqualTo("[\"*/*\"]"));
        assertThat(app.resources("AWS::ApiGateway::GatewayResponse"))
                .hasSize(20)
                .allSatisfy(response -> assertThat(response.properties()
                                .path("ResponseTemplates")
                                .path("application/json")
                                .asText())
                        .contains("\"error_code\":", "\"error\":{\"code\":", "$context.requestId"));
    }

    private static Resource one(SynthesizedApp app, String type) {
        List<Resource> resources = app.resources(type);
        assertThat(resources).hasSize(1);
        return resources.getFirst();
    }
}
