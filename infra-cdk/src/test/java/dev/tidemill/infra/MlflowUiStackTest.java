package dev.tidemill.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.infra.SynthesizedApp.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MlflowUiStackTest {
    private static final String STACK = "TidemillMlflowUi";

    private final SynthesizedApp ui = SynthesizedApp.awsWithExtras();

    private List<Resource> own(String type) {
        return ui.resources(type).stream()
                .filter(resource -> resource.stack().equals(STACK))
                .toList();
    }

    private JsonNode only(String type) {
        assertThat(own(type)).hasSize(1);
        return own(type).getFirst().properties();
    }

    private JsonNode distribution() {
        return only("AWS::CloudFront::Distribution").path("DistributionConfig");
    }

    /** Behaviors by the paths that they are for; the default's is empty. */
    private Map<String, JsonNode> behaviors() {
        Map<String, JsonNode> behaviors = new TreeMap<>();
        behaviors.put("", distribution().path("DefaultCacheBehavior"));
        distribution()
                .path("CacheBehaviors")
                .forEach(b -> behaviors.put(b.path("PathPattern").asText(), b));
        return behaviors;
    }

    @Test
    void stack_notAskedFor_isAbsent() {
        for (SynthesizedApp app :
                List.of(SynthesizedApp.aws(), SynthesizedApp.awsWithCustomerKeys(), SynthesizedApp.loopback())) {
            assertThat(app.templates()).doesNotContainKey(STACK);
            assertThat(app.resources()).noneMatch(resource -> resource.type().contains("CloudFront"));
        }
    }

    private static List<JsonNode> others(SynthesizedApp app) {
        return app.resources().stream()
                .filter(resource -> !resource.stack().equals(STACK))
                .filter(resource -> !resource.id().startsWith("FailureAlarms"))
                .map(Resource::all)
                .toList();
    }

    @Test
    void stack_changesNoResourceOfTheOthers() {
        assertThat(others(ui)).isEqualTo(others(SynthesizedApp.aws()));
    }

    @Test
    void bucket_isPrivateEncryptedAndTlsOnly() {
        JsonNode bucket = only("AWS::S3::Bucket");
        for (String way :
                List.of("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")) {
            assertThat(bucket.path("PublicAccessBlockConfiguration").path(way).asBoolean())
                    .as(way)
                    .isTrue();
        }
        assertThat(bucket.path("BucketEncryption").toString()).contains("AES256");
        assertThat(bucket.has("WebsiteConfiguration")).isFalse();
        List<JsonNode> denied = new ArrayList<>();
        List<JsonNode> allowed = new ArrayList<>();
        only("AWS::S3::BucketPolicy")
                .at("/PolicyDocument/Statement")
                .forEach(statement ->
                        (statement.path("Effect").asText().equals("Deny") ? denied : allowed).add(statement));
        assertThat(denied.toString()).contains("aws:SecureTransport", "\"s3:TlsVersion\":1.2");
        assertThat(allowed).singleElement().satisfies(statement -> {
            assertThat(statement.path("Action").asText()).isEqualTo("s3:GetObject");
            assertThat(statement.at("/Principal/Service").asText()).isEqualTo("cloudfront.amazonaws.com");
            assertThat(statement.at("/Condition/StringEquals/AWS:SourceArn").toString())
                    .contains("Distribution");
        });
    }

    @Test
    void origins_areReachedByTlsAndSignedFor() {
        assertThat(only("AWS::CloudFront::OriginAccessControl")
                        .at("/OriginAccessControlConfig/SigningBehavior")
                        .asText())
                .isEqualTo("always");
        JsonNode origins = distribution().path("Origins");
        assertThat(origins).hasSize(2);
        assertThat(origins).anySatisfy(origin -> {
            assertThat(origin.has("S3OriginConfig")).isTrue();
            assertThat(origin.path("OriginAccessControlId").isMissingNode()).isFalse();
        });
        assertThat(origins).anySatisfy(origin -> {
            assertThat(origin.at("/CustomOriginConfig/OriginProtocolPolicy").asText())
                    .isEqualTo("https-only");
            assertThat(origin.at("/CustomOriginConfig/OriginSSLProtocols").toString())
                    .isEqualTo("[\"TLSv1.2\"]");
            assertThat(origin.path("OriginPath").asText()).isEqualTo("/live");
            assertThat(origin.path("DomainName").toString()).contains("TokenApi", ".execute-api.");
        });
    }

    @Test
    void behaviors_passTheApisPathsOnUncachedAndServeFilesAtAllOthers() {
        String uncached = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";
        String allButHost = "b689b0a8-53d0-40ab-baf2-68738e2966ac";
        List<String> data = List.of(
                "/ajax-api/*",
                "/api/*",
                "/graphql",
                "/get-artifact",
                "/model-versions/get-artifact",
                "/health",
                "/version");
        JsonNode page = distribution().path("DefaultCacheBehavior");
        String site = page.path("TargetOriginId").asText();
        assertThat(behaviors().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(data.stream(), Stream.of("", "/static-files/static/*"))
                                .toList());
        behaviors().forEach((path, behavior) -> {
            assertThat(behavior.at("/FunctionAssociations/0/EventType").asText())
                    .as(path)
                    .isEqualTo("viewer-request");
            assertThat(behavior.path("ResponseHeadersPolicyId").isMissingNode())
                    .as(path)
                    .isFalse();
            if (data.contains(path)) {
                assertThat(behavior.path("ViewerProtocolPolicy").asText()).isEqualTo("https-only");
                assertThat(behavior.path("CachePolicyId").asText()).isEqualTo(uncached);
                assertThat(behavior.path("OriginRequestPolicyId").asText()).isEqualTo(allButHost);
                assertThat(behavior.path("AllowedMethods")).hasSize(7);
                assertThat(behavior.path("TargetOriginId").asText()).isNotEqualTo(site);
            } else {
                assertThat(behavior.path("ViewerProtocolPolicy").asText()).isEqualTo("redirect-to-https");
                assertThat(behavior.path("AllowedMethods")).hasSize(2);
                assertThat(behavior.path("Compress").asBoolean()).isTrue();
                assertThat(behavior.path("TargetOriginId").asText()).isEqualTo(site);
            }
        });
        assertThat(page.path("CachePolicyId").asText()).isEqualTo(uncached);
    }

    @Test
    void answers_haveSecurityHeadersAndTheApisAreSandboxed() {
        List<Resource> policies = own("AWS::CloudFront::ResponseHeadersPolicy");
        assertThat(policies).hasSize(3).allSatisfy(policy -> {
            JsonNode headers = policy.properties().at("/ResponseHeadersPolicyConfig/SecurityHeadersConfig");
            assertThat(headers.at("/StrictTransportSecurity/AccessControlMaxAgeSec")
                            .asInt())
                    .isEqualTo(365 * 86_400);
            assertThat(headers.has("ContentTypeOptions")).isTrue();
            assertThat(headers.at("/FrameOptions/FrameOption").asText()).isEqualTo("SAMEORIGIN");
            assertThat(headers.at("/ReferrerPolicy/ReferrerPolicy").asText()).isEqualTo("same-origin");
            String content =
                    headers.at("/ContentSecurityPolicy/ContentSecurityPolicy").asText();
            assertThat(content).contains("frame-ancestors 'self'");
            assertThat(content.startsWith("sandbox ")).isEqualTo(policy.id().startsWith("Data"));
        });
    }

    @Test
    void upload_mayTouchTheSiteAndReadItsAsset() {
        List<JsonNode> statements = new ArrayList<>();
        own("AWS::IAM::Policy")
                .forEach(policy ->
                        policy.properties().at("/PolicyDocument/Statement").forEach(statements::add));
        assertThat(statements).isNotEmpty().allSatisfy(statement -> {
            assertThat(statement.path("Resource").toString()).isNotEqualTo("\"*\"");
            assertThat(statement.path("Action"))
                    .allSatisfy(action -> assertThat(action.asText()).startsWith("s3:"));
        });
        assertThat(only("AWS::Logs::LogGroup").path("RetentionInDays").asInt()).isEqualTo(30);
    }

    @Test
    void zip_ofAWheel_hasThePageAtTheRootAndNothingElseOfIt(@TempDir Path folder) throws IOException {
        Path zip = MlflowUiSite.zip(SynthesizedApp.wheel(folder), folder.resolve("out"));
        try (ZipFile files = new ZipFile(zip.toFile())) {
            assertThat(files.stream().map(ZipEntry::getName))
                    .containsExactlyInAnyOrder(
                            "index.html", "static-files/favicon.ico", "static-files/static/js/main.0123.js");
        }
        byte[] first = Files.readAllBytes(zip);
        assertThat(MlflowUiSite.zip(SynthesizedApp.wheel(folder), folder.resolve("again")))
                .hasBinaryContent(first);
    }

    @Test
    void zip_ofAnotherWheel_saysWhatIsExpected(@TempDir Path folder) throws IOException {
        Path wheel = folder.resolve("mlflow_skinny-0.0.0-py3-none-any.whl");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(wheel))) {
            out.putNextEntry(new ZipEntry("mlflow/__init__.py"));
        }
        assertThatThrownBy(() -> MlflowUiSite.zip(wheel, folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has no mlflow/server/js/build/index.html");
    }
}
