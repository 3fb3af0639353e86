package dev.tidemill.trackingapi.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemill.core.failure.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArtifactPathTest {
    private static final List<String> NASTY = List.of(
            "..",
            ".",
            "/",
            "//",
            "\\",
            "#",
            "?",
            "\0",
            "\n",
            "\u007f",
            "file:",
            "FILE:///",
            "C:",
            "c:\\",
            "s3://b/",
            "../../w/other/mlflow/0/secret",
            "/etc/passwd",
            "./");
    private static final List<String> NICE = List.of("a", "model", "MLmodel", "a b", "ü", "x.y", "%", "100%", "..a");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a/b.txt",
                "a/",
                "dog%step%100%timestamp%100",
                "dog+step+20.png",
                "2026-01-01T10:00:00.csv",
                "ü/ß x",
                "..a/b..",
                "100%",
                ""
            })
    void of_harmless_isItself(String path) {
        assertThat(ArtifactPath.of(path)).isEqualTo(path.replaceFirst("/$", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..",
                "../a",
                "a/../b",
                "a/..",
                "./a",
                "/a",
                "/",
                "a//b",
                "a\\b",
                "a//",
                "a\r\nX: y",
                "..\\a",
                "a#b",
                "a?b",
                "%2e%2e/a",
                "%2E%2E%2Fa",
                "%252e%252e%252fa",
                "%25252e%25252e/a",
                "a/%2e%2e",
                "%2fetc",
                "a%00",
                "a%23",
                "a%3f",
                "a%5cb",
                "file:/etc/passwd",
                "FILE:a",
                "file%3a/etc",
                "C:/Windows",
                "c:a",
                "s3://b/k",
                "http:/x",
                "a/\u0000"
            })
    void of_leadingElsewhere_isRefused(String path) {
        assertThatThrownBy(() -> ArtifactPath.of(path))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("Invalid path");
        assertThatThrownBy(() -> Limits.location("s3://bucket/" + path)).isInstanceOf(ProblemException.class);
    }

    @Test
    void of_tooLongOrNotEncodable_isRefused() {
        for (String path : List.of("a".repeat(701), "ü".repeat(400), "\ud800", "a/%" + "25".repeat(12) + "2e")) {
            assertThatThrownBy(() -> ArtifactPath.of(path)).as(path).isInstanceOf(ProblemException.class);
        }
        assertThatThrownBy(() -> ArtifactPath.ofFile("a/")).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> ArtifactPath.ofFile("")).isInstanceOf(ProblemException.class);
    }

    @Test
    void of_anything_neverLeavesWhereItBegins() {
        Random random = new Random(5);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            String path = anyPath(random);
            try {
                assertStaysWithin(ArtifactPath.of(path));
            } catch (ProblemException e) {
                refused++;
            }
        }
        assertThat(refused).isBetween(5_000, 19_000);
    }

    /** However often it is decoded, and whatever separates its names. */
    private static void assertStaysWithin(String path) {
        String decoded = path;
        for (int i = 0; i < 12; i++) {
            assertThat(decoded).doesNotContain("\0", "\\", "#", "?", "//").doesNotStartWith("/");
            assertThat(List.of(decoded.split("/", -1))).as(path).doesNotContain("..", ".");
            assertThat(decoded.toLowerCase(Locale.ROOT))
                    .doesNotStartWith("file:")
                    .doesNotMatch("(?s)^[a-z]:.*");
            decoded = ArtifactPath.decode(decoded);
        }
    }

    private static String anyPath(Random random) {
        StringBuilder path = new StringBuilder();
        for (int names = 1 + random.nextInt(4); names > 0; names--) {
            List<String> from = random.nextInt(4) == 0 ? NASTY : NICE;
            path.append(encoded(from.get(random.nextInt(from.size())), random)).append(names > 1 ? "/" : "");
        }
        return path.toString();
    }

    private static String encoded(String name, Random random) {
        String encoded = name;
        for (int times = random.nextInt(4); times > 0; times--) {
            StringBuilder next = new StringBuilder();
            for (byte b : encoded.getBytes(StandardCharsets.UTF_8)) {
                boolean plain = b > 32 && b < 127 && b != '%' && random.nextInt(3) > 0;
                next.append(plain ? String.valueOf((char) b) : String.format(Locale.ROOT, "%%%02x", b & 0xff));
            }
            encoded = next.toString();
        }
        return encoded;
    }

    @Test
    void location_addresses_areKept() {
        for (String location : List.of(
                "s3://bucket",
                "s3://bucket/a/b/",
                "mlflow-artifacts:/",
                "mlflow-artifacts:/a b",
                "mlflow-artifacts://host:80/x",
                "dbfs:/a",
                "gs://b/k")) {
            assertThatCode(() -> Limits.location(location)).as(location).doesNotThrowAnyException();
        }
        for (String location : List.of(
                "/a",
                "./a",
                "file:///a",
                "File:/a",
                "C:/a",
                "c:\\a",
                "mlflow-artifacts:",
                "runs:/r/a",
                "s3://../a",
                "s3:///../a",
                "mlflow-artifacts:///a//b",
                "http://host/?../x",
                "http://host/;..%2Fetc",
                "http://host/#x",
                "s3://b/%252e%252e/c")) {
            assertThatThrownBy(() -> Limits.location(location)).as(location).isInstanceOf(ProblemException.class);
        }
    }
}
