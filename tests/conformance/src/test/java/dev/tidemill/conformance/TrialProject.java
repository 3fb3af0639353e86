package dev.tidemill.conformance;

import dev.tidemill.client.Execution;
import dev.tidemill.client.ProgressListener;
import dev.tidemill.client.ProjectClient;
import dev.tidemill.client.PushedRevision;
import dev.tidemill.client.TidemillClient;
import dev.tidemill.client.TriggerInfo;
import dev.tidemill.localcloud.LocalCloud;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** The flights project under a name of its own, to do to it what the walked one must be spared. */
final class TrialProject {
    private static final ProgressListener SILENT = ProgressListener.SILENT;

    private final LocalCloud cloud = LocalCloud.get();
    private final TidemillClient tidemill = cloud.client();
    private final String name;

    private TrialProject(String name) {
        this.name = name;
    }

    /** A project that nobody has used before, not pushed yet. */
    static TrialProject fresh(String purpose) {
        return new TrialProject("conformance-" + purpose + "-" + System.currentTimeMillis());
    }

    String name() {
        return name;
    }

    TidemillClient tidemill() {
        return tidemill;
    }

    ProjectClient client() {
        return tidemill.project(name);
    }

    PushedRevision push() {
        return push(yaml -> yaml);
    }

    /** Pushes the project with a part of its project.yaml replaced. */
    PushedRevision push(String part, String replacement) {
        return push(yaml -> replaced(yaml, part, replacement));
    }

    PushedRevision push(UnaryOperator<String> change) {
        return tidemill.push(
                LocalCloud.ROOT.resolve("notebooks/flight-delays"),
                yaml -> change.apply(replaced(
                        replaced(yaml, "project: flight-delays", "project: " + name),
                        "model: flight-delay,",
                        "model: " + name + ",")));
    }

    static String replaced(String text, String part, String replacement) {
        if (!text.contains(part)) {
            throw new IllegalStateException("there is no " + part);
        }
        return text.replace(part, replacement);
    }

    /** The walk's file of a dataset and a month of 2013. */
    Path file(String dataset, int month) {
        return cloud.data().resolve("%s-2013-%02d.csv".formatted(dataset, month));
    }

    /** Ingests a month of weather and flights. */
    void ingestMonth(int month) {
        for (String dataset : List.of("weather", "flights")) {
            succeeded(client().ingest(dataset, file(dataset, month)));
        }
    }

    /** Ingests lines as a file. */
    Execution ingest(String dataset, List<String> lines) {
        return withFile(lines, file -> await(client().ingest(dataset, file)));
    }

    /** Scores request lines with a version. */
    Execution score(List<String> lines, int version) {
        return withFile(lines, file -> succeeded(client().score(client().uploadForScoring(file), version)));
    }

    private static Execution withFile(List<String> lines, Function<Path, Execution> use) {
        try {
            Path file = Files.createTempFile("conformance", ".csv");
            try {
                Files.write(file, lines);
                return use.apply(file);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Execution await(Execution execution) {
        return tidemill.await(execution, SILENT);
    }

    Execution succeeded(Execution execution) {
        return await(execution).orThrow();
    }

    /** What was decided on the deployment of a version, as soon as it is. */
    TriggerInfo deploymentDecision(long version) {
        return eventually(() -> client().triggers().stream()
                .filter(trigger -> trigger.kind().equals("deployment"))
                .filter(trigger -> trigger.source().at("detail", "version").integer(0) == version)
                .findFirst());
    }

    static <T> T eventually(Supplier<Optional<T>> answer) {
        Instant limit = Instant.now().plus(Duration.ofMinutes(1));
        while (Instant.now().isBefore(limit)) {
            Optional<T> found = answer.get();
            if (found.isPresent()) {
                return found.get();
            }
            LockSupport.parkNanos(100_000_000);
        }
        throw new IllegalStateException("still nothing after a minute");
    }
}
