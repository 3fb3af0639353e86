package dev.tidemill.load;

import dev.tidemill.client.Document;
import dev.tidemill.client.Execution;
import dev.tidemill.client.ProgressListener;
import dev.tidemill.client.TidemillClient;
import dev.tidemill.client.Training;
import dev.tidemill.load.Figure.Quantity;
import dev.tidemill.load.Peers.Took;
import dev.tidemill.localcloud.LocalCloud;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Seconds of each phase of a training, as the trainer logged them on its run, with the whole execution and the processor
 * time of the job. The peer boosts as many random rows of the same columns, rounds and depth.
 */
final class TrainerPhases {
    private static final String PREFIX = "phase-";
    private static final String SUFFIX = "-seconds";
    private static final String BOOST = "boost";

    private final LocalCloud cloud;
    private final TidemillClient tidemill;
    private final FunctionHost host;
    private final Http http;
    private final @Nullable Peers peers;
    private final int rounds;

    /**
     * @param peers null to measure without them
     */
    TrainerPhases(LocalCloud cloud, FunctionHost host, Http http, @Nullable Peers peers, int rounds) {
        this.cloud = cloud;
        this.tidemill = cloud.client();
        this.host = host;
        this.http = http;
        this.peers = peers;
        this.rounds = rounds;
    }

    private record Trained(Document manifest, Map<String, Double> seconds, int boostRounds, double cpuSeconds) {}

    /**
     * The figures of trainings as of an instant.
     *
     * @param work folder for what the peer reads
     */
    List<Figure> measure(String project, Instant asOf, Path work) {
        List<Trained> trainings = new ArrayList<>();
        List<Took> boosts = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            Trained trained = train(project, asOf);
            trainings.add(trained);
            if (peers != null) {
                boosts.add(boost(peers, trained, work));
            }
        }
        return figures(trainings, boosts);
    }

    private List<Figure> figures(List<Trained> trainings, List<Took> boosts) {
        Trained last = trainings.getLast();
        Document manifest = last.manifest();
        String shape = Report.count(manifest.at("trainingRows").integer()) + " rows, " + last.boostRounds()
                + " rounds, depth " + manifest.at("params", "max_depth").text("?");
        List<Figure> figures = new ArrayList<>();
        for (String phase : last.seconds().keySet()) {
            List<Double> seconds = trainings.stream()
                    .map(training -> Objects.requireNonNull(training.seconds().get(phase)))
                    .toList();
            boolean whole = phase.equals("execution");
            Quantity cpu = whole
                    ? Quantity.seconds(Statistics.median(
                            trainings.stream().map(Trained::cpuSeconds).toList()))
                    : null;
            figures.add(Figure.of(
                    Part.TRAINING,
                    whole ? "Tidemill, the execution" : "Tidemill, phase " + phase,
                    Quantity.seconds(Statistics.median(seconds)),
                    cpu,
                    seconds.size(),
                    whole ? "with the job's start and the registration; CPU of the job" : shape));
        }
        if (peers != null) {
            figures.add(Figure.of(
                    Part.TRAINING,
                    "peer XGBoost " + peers.version("xgboost") + ", boosting",
                    Quantity.seconds(
                            Statistics.median(boosts.stream().map(Took::wall).toList())),
                    Quantity.seconds(
                            Statistics.median(boosts.stream().map(Took::cpu).toList())),
                    boosts.size(),
                    shape + ", random values; compare with phase " + BOOST));
        }
        return figures;
    }

    private Trained train(String project, Instant asOf) {
        Execution started = tidemill.project(project).train(Training.asOf(asOf));
        try (JobCpu job = JobCpu.watch(cloud.batchRunner())) {
            Execution ended = tidemill.await(started, ProgressListener.SILENT).orThrow();
            String run = ended.result().at("runId").text();
            Document manifest = tidemill.model(ended.result().at("model").text())
                    .version((int) ended.result().at("version").integer())
                    .manifest();
            Map<String, Double> seconds = new LinkedHashMap<>();
            seconds.put("execution", Objects.requireNonNull(ended.duration()).toNanos() / 1e9);
            Map<String, Double> phases = new TreeMap<>();
            for (String metric : tidemill.metrics(run)) {
                if (metric.startsWith(PREFIX) && metric.endsWith(SUFFIX)) {
                    String phase = metric.substring(PREFIX.length(), metric.length() - SUFFIX.length());
                    phases.put(phase, tidemill.metric(run, metric).getLast().value());
                }
            }
            seconds.putAll(phases);
            int boostRounds = tidemill.metric(run, "train-logloss").size();
            return new Trained(manifest, seconds, boostRounds, job.seconds());
        }
    }

    private Took boost(Peers peer, Trained trained, Path work) {
        Document manifest = trained.manifest();
        String bucket = host.variable("tidemill-inference", "TIDEMILL_ARTIFACTS_BUCKET");
        URI encoder = cloud.endpoint()
                .resolve("/" + bucket + "/" + manifest.at("bundleKey").text() + "/encoder.json");
        Path file = work.resolve("encoder.json");
        try {
            Files.createDirectories(work);
            Files.writeString(file, http.get(encoder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return peer.train(
                file,
                manifest.at("trainingRows").integer(),
                manifest.at("validationRows").integer(),
                trained.boostRounds(),
                manifest.at("params", "max_depth").text(),
                manifest.at("params", "nthread").text());
    }
}
