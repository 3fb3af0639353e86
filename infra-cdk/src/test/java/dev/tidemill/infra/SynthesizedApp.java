package dev.tidemill.infra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemill.infra.function.FunctionLayer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.assertions.Template;

/**
 * The templates of one app, with a placeholder in place of every zip.
 *
 * @param templates by stack
 */
record SynthesizedApp(Map<String, JsonNode> templates) {
    static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);

    static final Settings LOOPBACK = settings(true, false);

    private static final ObjectMapper JSON = new ObjectMapper();

    /** One synthesis takes seconds, so that test classes share them; nothing changes a template. */
    private static final Map<Settings, SynthesizedApp> KEPT = new ConcurrentHashMap<>();

    /** One resource of a template. */
    record Resource(String stack, String id, String type, JsonNode properties, JsonNode all) {
        @Override
        public String toString() {
            return stack + "/" + id;
        }
    }

    static SynthesizedApp aws() {
        return KEPT.computeIfAbsent(settings(false, false), SynthesizedApp::synthesize);
    }

    static SynthesizedApp awsWithCustomerKeys() {
        return KEPT.computeIfAbsent(settings(false, true), SynthesizedApp::synthesize);
    }

    static SynthesizedApp loopback() {
        return KEPT.computeIfAbsent(LOOPBACK, SynthesizedApp::synthesize);
    }

    private static Settings settings(boolean loopback, boolean keys) {
        return new Settings(
                loopback,
                Path.of("."),
                loopback ? Optional.of("http://127.0.0.1:7001") : Optional.empty(),
                loopback ? Optional.of("http://127.0.0.1:7002/live") : Optional.empty(),
                keys,
                loopback ? Optional.empty() : Optional.of(DIGEST),
                keys,
                Optional.empty(),
                Optional.empty(),
                Settings.DEFAULT_TRAINING_SECONDS);
    }

    /** With all that has to be asked for: MLflow's user interface, whose wheel is made up, and alarms. */
    static SynthesizedApp awsWithExtras() {
        Settings aws = settings(false, false);
        return KEPT.computeIfAbsent(
                new Settings(
                        false,
                        aws.root(),
                        aws.batchEndpoint(),
                        aws.trackingUrl(),
                        aws.customerKeys(),
                        aws.trainerDigest(),
                        aws.arm64(),
                        Optional.of(wheel(Path.of("target", "synthesized"))),
                        Optional.of("someone@example.org"),
                        aws.trainingSeconds()),
                SynthesizedApp::synthesize);
    }

    /** A wheel with a user interface of three files. */
    static Path wheel(Path folder) {
        Path wheel = folder.resolve("mlflow-0.0.0-py3-none-any.whl");
        try {
            Files.createDirectories(folder);
            try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(wheel))) {
                for (String name : List.of(
                        "mlflow/__init__.py",
                        "mlflow/server/js/build/index.html",
                        "mlflow/server/js/build/favicon.ico",
                        "mlflow/server/js/build/static/js/main.0123.js",
                        "mlflow/server/js/build/../../outside")) {
                    out.putNextEntry(new ZipEntry(name));
                    out.write(name.getBytes(StandardCharsets.UTF_8));
                    out.closeEntry();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return wheel;
    }

    private static SynthesizedApp synthesize(Settings settings) {
        try {
            return of(
                    settings,
                    Files.createTempDirectory(Files.createDirectories(Path.of("target", "synthesized")), "app"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static SynthesizedApp of(Settings settings, Path folder) {
        App app = new App(AppProps.builder()
                .analyticsReporting(false)
                .stackTraces(false)
                .treeMetadata(false)
                .outdir(folder.resolve("out").toString())
                .build());
        TidemillApp tidemill = new TidemillApp(app, settings, "us-east-1", new PlaceholderZip(placeholder(folder)));
        Map<String, JsonNode> templates = new TreeMap<>();
        List<Stack> stacks = new ArrayList<>(List.of(tidemill.data(), tidemill.lifecycle(), tidemill.api()));
        tidemill.training().ifPresent(stacks::add);
        tidemill.mlflowUi().ifPresent(stacks::add);
        for (Stack stack : stacks) {
            templates.put(
                    stack.getStackName(),
                    JSON.valueToTree(Template.fromStack(stack).toJSON()));
        }
        return new SynthesizedApp(templates);
    }

    List<Resource> resources() {
        List<Resource> found = new ArrayList<>();
        templates.forEach((stack, template) -> template.path("Resources")
                .properties()
                .forEach(entry -> found.add(new Resource(
                        stack,
                        entry.getKey(),
                        entry.getValue().path("Type").asText(),
                        entry.getValue().path("Properties"),
                        entry.getValue()))));
        return found;
    }

    List<Resource> resources(String type) {
        return resources().stream().filter(r -> r.type().equals(type)).toList();
    }

    private static Path placeholder(Path folder) {
        Path zip = folder.resolve("placeholder.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            ZipEntry entry = new ZipEntry("lib/placeholder.txt");
            entry.setTimeLocal(
                    LocalDateTime.of(2000, 1, 1, 0, 0)); // the asset's hash, and so the template, must not vary
            out.putNextEntry(entry);
            out.closeEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return zip;
    }

    private record PlaceholderZip(Path zip) implements PackagedCode {
        @Override
        public Path function(String module) {
            return zip;
        }

        @Override
        public Path layer(FunctionLayer layer) {
            return zip;
        }
    }
}
