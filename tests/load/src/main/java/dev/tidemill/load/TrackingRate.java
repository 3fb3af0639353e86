package dev.tidemill.load;

import dev.tidemill.client.Document;
import dev.tidemill.contract.Json;
import dev.tidemill.load.Figure.Quantity;
import dev.tidemill.load.Figure.Spread;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * What a stock MLflow client waits for, one call at a time, over runs of twenty metrics and twenty params. The sides take
 * turns, call by call; every answer is asked for compressed, as the stock client does, and checked.
 */
final class TrackingRate {
    private static final int SMALL = 1000;

    /** The system property makes a trial short. */
    private static final int LARGE = Integer.getInteger("tidemill.runs", 10_000);

    static final long TIME = 1_700_000_000_000L;
    private static final String BY_METRIC = "metrics.metric3 > 0.2";
    private static final int WARM_UP = 5;
    private static final int KEYS = 20;

    /** Searches after which what they tidy up is tidy. */
    private static final int SETTLING = 12;

    private static final int BATCH = 1000;
    private static final int SINGLE_CALLS = 60;
    private static final int LARGE_CALLS = 7;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Consumer<Figure> figures;
    private final int rounds;

    TrackingRate(int rounds, Consumer<Figure> figures) {
        this.rounds = rounds;
        this.figures = figures;
    }

    /**
     * One that speaks MLflow's protocol.
     *
     * @param name in the table
     * @param address before {@code /api/2.0/mlflow}
     * @param cpu what its processes have used until now
     * @param fill makes so many runs of twenty metrics and twenty params in an experiment
     * @param note what a reader has to know
     */
    record Side(String name, URI address, Supplier<ProcessCpu> cpu, ObjIntConsumer<String> fill, String note) {}

    /**
     * A side with what it is asked about.
     *
     * @param small id of the experiment with few runs
     * @param large id of the experiment with many
     * @param run id of the run that is logged to
     */
    private record Filled(Side side, String small, String large, String run) {}

    /** A call of one side by a number that counts up. */
    private interface Work {
        void call(Filled filled, int number);
    }

    /**
     * Hands out a figure for each call and side.
     *
     * @throws MeasurementException when a single request was not answered rightly
     */
    void measure(List<Side> sides) {
        List<Filled> filled = sides.stream()
                .map(side -> new Filled(
                        side, filled(side, SMALL), filled(side, LARGE), createRun(side, experiment(side), 0)))
                .toList();
        compare("create run", filled, SINGLE_CALLS, (one, number) -> createRun(one.side, "0", number));
        compare(
                "log-metric",
                filled,
                SINGLE_CALLS,
                (one, number) -> post(one.side, "runs/log-metric", metric(number, one.run)));
        compare(
                "log-batch of 1,000 metrics",
                filled,
                2 * LARGE_CALLS,
                (one, number) -> post(one.side, "runs/log-batch", Map.of("run_id", one.run, "metrics", batch(number))));
        compare(
                "search, a page of all " + SMALL + " runs",
                filled,
                LARGE_CALLS,
                (one, number) -> search(one.side, one.small, SMALL, ""));
        compare(
                "search, 100 of " + SMALL + " runs by metric",
                filled,
                LARGE_CALLS,
                (one, number) -> search(one.side, one.small, 100, BY_METRIC));
        compare(
                "search, a page of 1,000 of " + LARGE + " runs",
                filled,
                LARGE_CALLS,
                (one, number) -> search(one.side, one.large, SMALL, ""));
        compare(
                "search, 100 of " + LARGE + " runs by metric",
                filled,
                LARGE_CALLS,
                (one, number) -> search(one.side, one.large, 100, BY_METRIC));
    }

    private void compare(String what, List<Filled> sides, int calls, Work work) {
        for (int number = 0; number < WARM_UP; number++) {
            for (Filled side : sides) {
                work.call(side, number);
            }
        }
        Map<Filled, List<Double>> milliseconds = new LinkedHashMap<>();
        Map<Filled, Double> cpu = new LinkedHashMap<>();
        int all = calls * rounds;
        for (int number = WARM_UP; number < WARM_UP + all; number++) {
            for (Filled one : sides) {
                ProcessCpu before = one.side.cpu().get();
                long begin = System.nanoTime();
                work.call(one, number);
                double taken = (System.nanoTime() - begin) / 1e6;
                milliseconds.computeIfAbsent(one, absent -> new ArrayList<>()).add(taken);
                cpu.merge(one, one.side.cpu().get().since(before), Double::sum);
            }
        }
        milliseconds.forEach((one, taken) -> figures.accept(Figure.spread(
                Part.TRACKING,
                what + ", " + one.side.name(),
                new Quantity(Statistics.median(taken), "ms"),
                new Spread(Statistics.percentile(taken, 0.5), Statistics.percentile(taken, 0.99)),
                new Quantity(cpu.getOrDefault(one, 0.0) * 1000 / all, "ms/call"),
                all,
                one.side.note())));
    }

    private String filled(Side side, int runs) {
        String experiment = experiment(side);
        side.fill().accept(experiment, runs);
        for (int i = 0; i < SETTLING; i++) {
            search(side, experiment, 1, "");
        }
        return experiment;
    }

    private String experiment(Side side) {
        return post(side, "experiments/create", Map.of("name", "load-" + System.nanoTime()))
                .at("experiment_id")
                .text();
    }

    private String createRun(Side side, String experiment, int number) {
        Map<String, Object> body = Map.of(
                "experiment_id",
                experiment,
                "user_id",
                "load",
                "start_time",
                TIME + number,
                "tags",
                List.of(Map.of("key", "mlflow.source.name", "value", "train.py")));
        return post(side, "runs/create", body).at("run", "info", "run_id").text();
    }

    private void search(Side side, String experiment, int most, String filter) {
        Document found = post(
                side,
                "runs/search",
                Map.of("experiment_ids", List.of(experiment), "max_results", most, "filter", filter));
        int size = found.at("runs").elements().size();
        if (size != most) {
            throw new MeasurementException(side.name() + " found " + size + " runs: expected " + most);
        }
    }

    private static Map<String, Object> metric(int number, String run) {
        return Map.of(
                "run_id", run, "key", "loss", "value", 1.0 / (1 + number), "timestamp", TIME + number, "step", number);
    }

    private static List<Map<String, Object>> batch(int number) {
        return IntStream.range(0, BATCH)
                .mapToObj(i -> Map.<String, Object>of(
                        "key",
                        "metric" + i % KEYS,
                        "value",
                        1.0 / (1 + i + number),
                        "timestamp",
                        TIME + number,
                        "step",
                        number * BATCH + i))
                .toList();
    }

    private Document post(Side side, String path, Map<String, Object> body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(side.address() + "/api/2.0/mlflow/" + path))
                .header("Content-Type", "application/json")
                .header("Accept-Encoding", "gzip, deflate")
                .header("Accept", "*/*")
                .POST(BodyPublishers.ofString(Json.write(body)))
                .build();
        try {
            HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200) {
                throw new MeasurementException(side.name() + ": " + path + " answered " + answer.statusCode());
            }
            return Document.of(Json.parse(Gunzip.text(answer)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MeasurementException("interrupted", e);
        }
    }
}
