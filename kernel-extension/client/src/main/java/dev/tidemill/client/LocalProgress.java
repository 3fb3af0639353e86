package dev.tidemill.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Tells a listener of a training on this machine what it would be told of one on Batch. */
final class LocalProgress implements Consumer<String> {
    private static final long PAUSE_MILLIS = 200;

    private final Function<String, Execution> executions;
    private final ProgressListener listener;
    private final List<String> phases = new ArrayList<>();
    private final Map<String, List<MetricPoint>> curves = new LinkedHashMap<>();
    private @Nullable Execution execution;
    private Duration elapsed = Duration.ZERO;
    private Duration told = Duration.ofMillis(-PAUSE_MILLIS);
    private String lastLine = "";

    /**
     * @param executions finds one by its id
     */
    LocalProgress(Function<String, Execution> executions, ProgressListener listener) {
        this.executions = executions;
        this.listener = listener;
    }

    @Override
    public void accept(String line) {
        Document json = Document.parse(line);
        String phase = json.at("phase").text("");
        elapsed = Duration.ofMillis((long) (1000 * number(json.at("seconds"))));
        if (phase.equals("start")) {
            execution = executions.apply(json.at("execution").text());
        }
        if (phase.equals("round")) {
            long round = json.at("round").integer(0);
            String metric = json.at("metric").text("");
            point("train-" + metric, round, json.at("training"));
            point("validation-" + metric, round, json.at("validation"));
            lastLine = "round " + round + ": validation " + metric + " "
                    + json.at("validation").text("");
        } else if (!phases.contains(phase)) {
            phases.add(phase);
            lastLine = phase
                    + (json.at("took").isNumber() ? " took " + json.at("took").text() + " s" : "");
        }
        if (!phase.equals("round") || elapsed.minus(told).toMillis() >= PAUSE_MILLIS) {
            tell();
        }
    }

    /** Tells of the end. */
    void ended(Execution as) {
        execution = as;
        tell();
    }

    private void tell() {
        Execution known = execution;
        told = elapsed;
        if (known != null) {
            listener.onProgress(new ProgressListener.Progress(known, elapsed, phases, curves, lastLine));
        }
    }

    private void point(String metric, long round, Document value) {
        if (value.isNumber()) {
            curves.computeIfAbsent(metric, name -> new ArrayList<>()).add(new MetricPoint(round, value.number()));
        }
    }

    private static double number(Document value) {
        return value.isNumber() ? value.number() : 0;
    }
}
