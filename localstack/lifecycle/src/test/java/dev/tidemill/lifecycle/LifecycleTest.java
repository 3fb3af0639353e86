package dev.tidemill.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LifecycleTest {
    private static final String PROJECT = """
            project: tides
            serving: {model: tide}
            monitoring: {retrain-on: {new-labels: 100}}
            """;
    private static final String WALK = """
            slices:
              full: {export: [], settings: {}}
              small: {export: [--small], settings: {monitoring.retrain-on.new-labels: 5}}
            script: export.py
            history:
              export: [history]
              ingest: [{dataset: moon, files: "moon-[12].csv"}, {dataset: outcomes, files: outcomes-1.csv}]
              as-of: 2026-01-01T00:00:00Z
            replay:
              export: [replay]
              ingest: [{dataset: outcomes, files: outcomes-2.csv}]
              as-of: 2026-01-02T00:00:00Z
            online:
              export: [requests]
              requests: requests.csv
              predictions: 6
              send-features: {entity: port, names: [moon.phase]}
            batch: {export: [requests], requests: requests.csv}
            outcomes:
              export: [outcomes]
              ingest: [{dataset: moon, files: moon-3.csv}, {dataset: outcomes, files: outcomes-3.csv}]
              labels-from: outcomes
            """;

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @BeforeEach
    void project() throws IOException {
        write("project/project.yaml", PROJECT);
        write("project/walk.yaml", WALK);
        for (String slice : List.of("full", "small")) {
            for (String name : List.of("moon-1", "moon-2", "moon-3", "outcomes-1", "outcomes-2", "outcomes-3")) {
                write("data/" + slice + "/" + name + ".csv", name + "\n");
            }
            write("data/" + slice + "/requests.csv", "port,depth,note\nA,3,\"x, y\"\nB,NA,z\nA,4,z\n");
        }
    }

    private void write(String path, String text) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private int walk(FakeTidemill api, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--api",
                api.address().toString(),
                "--project",
                folder.resolve("project").toString(),
                "--data",
                folder.resolve("data").toString()));
        arguments.addAll(List.of(more));
        printed.reset();
        return Lifecycle.run(arguments, new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    private String output() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    void run_wholeLife_printsEachStepAndEndsWell() throws IOException {
        try (FakeTidemill api = new FakeTidemill("pass", 1)) {
            int status = walk(api, "--then", "stop: localstack/down");

            assertThat(output())
                    .contains(
                            "push project",
                            "ingest moon moon-1.csv",
                            "ingest moon moon-2.csv",
                            "10 rows, 1 quarantined")
                    .contains("moon 3", "version 1 on 100 rows, gates pass, rmse 0.2500")
                    .contains("gate rmse against baseline: pass; – against –, better by 5.00% [4.00%, 6.00%] at 90%")
                    .contains("champion is version 1")
                    .contains("looked-up features: 6 PRESENT")
                    .contains("2 predictions by version 1")
                    .contains("7 new mature labels, 2 predictions have theirs, 1 not yet")
                    .contains("still 1 training (decisions: already-triggered 3×, started 1×)")
                    .contains("its gates say pass: champion is version 2")
                    .contains("data: outcomes at snapshot 42")
                    .contains("all of it", "curl -s", "stop: localstack/down");
            assertThat(status).isZero();
            assertThat(api.count("monitoring")).isEqualTo(4);
            assertThat(api.count("training")).isEqualTo(2);
        }
    }

    @Test
    void run_onlinePredictions_areHalfByRequestAndHalfWithFeatures() throws IOException {
        try (FakeTidemill api = new FakeTidemill("pass", 1)) {
            walk(api);

            List<String> ways = new ArrayList<>();
            for (JsonNode inference : api.inferences) {
                ways.add(inference.findValuesAsText("name") + " "
                        + inference.at("/inputs/0/data/0").asText());
            }
            assertThat(ways)
                    .containsExactly(
                            "[port, depth, note] A",
                            "[port, depth, note] B",
                            "[port, depth, note] A",
                            "[port, depth, note, moon.phase] A",
                            "[port, depth, note] B",
                            "[port, depth, note, moon.phase] A");
            assertThat(api.inferences.getFirst().at("/inputs/1"))
                    .hasToString("{\"name\":\"depth\",\"shape\":[1],\"datatype\":\"INT64\",\"data\":[3]}");
            assertThat(api.inferences.get(1).at("/inputs/1/data/0").isNull()).isTrue();
        }
    }

    @Test
    void run_again_keepsWhatExistsAndPredictsAnew() throws IOException {
        try (FakeTidemill api = new FakeTidemill("pass", 1)) {
            walk(api);
            int before = api.executions.size();

            int status = walk(api);

            assertThat(output().lines().filter(line -> line.contains("  kept ")).count())
                    .isEqualTo(18);
            assertThat(output().lines().filter(line -> line.contains("  done ")).count())
                    .isEqualTo(2);
            assertThat(status).isZero();
            assertThat(api.executions).hasSize(before);
            assertThat(api.inferences).hasSize(12);
        }
    }

    @Test
    void run_freshAfterAWalk_isRefused() throws IOException {
        try (FakeTidemill api = new FakeTidemill("pass", 1)) {
            walk(api);

            assertThat(walk(api, "--fresh")).isEqualTo(1);
            assertThat(output()).contains("FAILED push project", "has data of an earlier walk");
        }
    }

    @Test
    void run_gatesThatDoNotPass_leaveTheChampion() throws IOException {
        try (FakeTidemill api = new FakeTidemill("undecided", 1)) {
            assertThat(walk(api)).isZero();
            assertThat(output()).contains("its gates say undecided: champion stays version 1");
        }
    }

    @Test
    void run_labelsThatStartTwoTrainings_fails() throws IOException {
        try (FakeTidemill api = new FakeTidemill("pass", 2)) {
            assertThat(walk(api)).isEqualTo(1);
            assertThat(output()).contains("FAILED the same labels reported twice more", "2 trainings were started");
        }
    }

    @Test
    void run_sliceAndSetting_changeProjectYaml() throws IOException {
        try (FakeTidemill api = new FakeTidemill("pass", 1)) {
            assertThat(walk(api, "--slice", "small", "--set", "monitoring.cool-down=PT1H"))
                    .isZero();
            assertThat(api.pushed.getFirst()).contains("new-labels: 5", "cool-down: \"PT1H\"");
        }
    }

    @Test
    void run_badArguments_areNamed() throws IOException {
        try (FakeTidemill api = new FakeTidemill("pass", 1)) {
            assertThat(walk(api, "--sliec", "x")).isEqualTo(2);
            assertThat(output()).contains("unknown argument '--sliec'");
            assertThat(walk(api, "--slice", "tiny")).isEqualTo(1);
            assertThat(output()).contains("slice 'tiny': expected one of full, small");
            assertThat(walk(api, "--set", "x")).isEqualTo(2);
            assertThat(output()).contains("--set x: expected PATH=VALUE");
        }
    }

    @Test
    void run_withoutApi_saysSo() throws IOException {
        FakeTidemill api = new FakeTidemill("pass", 1);
        api.close();

        assertThat(walk(api)).isEqualTo(2);
        assertThat(output()).contains("No answer from");
    }

    @Test
    void run_missingData_isExportedByTheScript() throws IOException {
        write(
                "project/export.py",
                "import sys\nopen(sys.argv[sys.argv.index('--out') + 1] + '/moon-1.csv', 'w').write('x')\n");
        Files.delete(folder.resolve("data/full/moon-1.csv"));
        Files.delete(folder.resolve("data/full/moon-2.csv"));
        try (FakeTidemill api = new FakeTidemill("pass", 1)) {
            assertThat(walk(api)).isZero();
            assertThat(output()).contains("ingest moon moon-1.csv");
            assertThat(walk(api, "--python", "no-such-python")).isZero();
            Files.delete(folder.resolve("data/full/moon-1.csv"));
            assertThat(walk(api, "--python", "no-such-python")).isEqualTo(1);
            assertThat(output()).contains("no-such-python cannot be run");
        }
    }
}
