package dev.tidemill.localcloud;

import dev.tidemill.client.Execution;
import dev.tidemill.client.ProgressListener;
import dev.tidemill.client.ProjectClient;
import dev.tidemill.client.PushedRevision;
import dev.tidemill.client.TidemillClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** The flights project under a name of its own, so that what a test does to it leaves the walked one as it is. */
public final class SmallProject {
    /** The end of the first quarter in New York: the last month is tested on, the one before stops the boosting. */
    public static final Instant QUARTER = Instant.parse("2013-04-01T04:00:00Z");

    private final LocalCloud cloud;
    private final TidemillClient tidemill;
    private final String name;

    private SmallProject(LocalCloud cloud, String name) {
        this.cloud = cloud;
        this.tidemill = cloud.client();
        this.name = name;
    }

    /** A project of a name, to be pushed. */
    public static SmallProject named(LocalCloud cloud, String name) {
        return new SmallProject(cloud, name);
    }

    /** A pushed project; its model has its name. */
    public static SmallProject pushed(LocalCloud cloud, String name) {
        SmallProject project = named(cloud, name);
        project.push("", "");
        return project;
    }

    /** Pushes the project with a part of its project.yaml replaced. */
    public PushedRevision push(String part, String replacement) {
        return tidemill.push(LocalCloud.ROOT.resolve("notebooks/flight-delays"), yaml -> {
            if (!yaml.contains(part)) {
                throw new IllegalStateException("project.yaml has no " + part);
            }
            return yaml.replace("project: flight-delays", "project: " + name)
                    .replace("model: flight-delay,", "model: " + name + ",")
                    .replace(part, replacement);
        });
    }

    public ProjectClient client() {
        return tidemill.project(name);
    }

    public String name() {
        return name;
    }

    /** Ingests the data of months such as {@code 0[1-3]}. */
    public void ingestMonths(String months) {
        for (String dataset : new String[] {"weather", "flights"}) {
            for (Path file : files(dataset + "-2013-" + months + ".csv")) {
                succeeded(client().ingest(dataset, file));
            }
        }
    }

    /** The one file of a dataset and month. */
    public Path file(String dataset, String month) {
        return files(dataset + "-2013-" + month + ".csv").getFirst();
    }

    private List<Path> files(String pattern) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(cloud.data(), pattern)) {
            TreeSet<Path> found = new TreeSet<>();
            files.forEach(found::add);
            if (found.isEmpty()) {
                throw new IllegalStateException("no " + pattern + " in " + cloud.data());
            }
            return List.copyOf(found);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for an execution, which must succeed. */
    public Execution succeeded(Execution execution) {
        return tidemill.await(execution, ProgressListener.SILENT).orThrow();
    }

    /**
     * Asks again until there is an answer.
     *
     * @throws IllegalStateException after two minutes
     */
    public static <T> T eventually(String what, Supplier<Optional<T>> answer) {
        Instant limit = Instant.now().plus(Duration.ofMinutes(2));
        while (Instant.now().isBefore(limit)) {
            Optional<T> found = answer.get();
            if (found.isPresent()) {
                return found.get();
            }
            LockSupport.parkNanos(20_000_000);
        }
        throw new IllegalStateException("still no " + what + " after two minutes");
    }
}
