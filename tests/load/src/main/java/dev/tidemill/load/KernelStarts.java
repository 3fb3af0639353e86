package dev.tidemill.load;

import dev.tidemill.client.Document;
import dev.tidemill.contract.Json;
import dev.tidemill.load.Figure.Quantity;
import dev.tidemill.localcloud.LocalCloud;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** How fast the notebook kernel starts, beside stock JJava on the same JDK and Python's ipykernel, in turns. */
final class KernelStarts {
    private static final Path SCRIPT = LocalCloud.ROOT.resolve("tests/load/kernel_start.py");
    private static final String OURS = "tidemill-java";
    private static final String STOCK = "java";

    private final LocalCloud cloud;
    private final Path work;
    private final int rounds;

    /**
     * @param work folder with stock JJava installed below {@code jjava}
     */
    KernelStarts(LocalCloud cloud, Path work, int rounds) {
        this.cloud = cloud;
        this.work = work;
        this.rounds = rounds;
    }

    /**
     * Three figures for each kernel.
     *
     * @throws MeasurementException when ours took longer to its first answer than the stock one
     */
    void measure(Consumer<Figure> figures) {
        Map<String, String> kernels = new LinkedHashMap<>();
        kernels.put(OURS, "Java (Tidemill)");
        kernels.put(STOCK, "peer JJava");
        kernels.put("python3", "peer ipykernel");
        Document starts = starts(List.copyOf(kernels.keySet()));
        kernels.forEach((name, title) -> figures(title, starts.at(name)).forEach(figures));
        double ours = median(starts.at(OURS), "answer");
        double stock = median(starts.at(STOCK), "answer");
        if (ours > stock) {
            throw new MeasurementException(
                    "Java (Tidemill) took " + ours + " s to its first answer, stock JJava " + stock + " s");
        }
    }

    private Document starts(List<String> kernels) {
        List<String> command = new ArrayList<>();
        command.add(cloud.python("python").toString());
        command.add(SCRIPT.toString());
        command.add(String.valueOf(rounds));
        command.addAll(kernels);
        Path logs = work.resolve("kernel-logs");
        try {
            Files.createDirectories(logs);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // Stock JJava starts the java of PATH; ours is to start the same.
        String jdk = Path.of(System.getProperty("java.home")).resolve("bin").toString();
        String path = jdk + File.pathSeparator + Objects.requireNonNullElse(System.getenv("PATH"), "");
        List<String> lines = cloud.run(
                logs,
                Map.of(
                        "PATH",
                        path,
                        "JUPYTER_PATH",
                        work.resolve("jjava/share/jupyter").toString()),
                command.toArray(String[]::new));
        return Document.of(Json.parse(lines.getLast()));
    }

    private List<Figure> figures(String title, Document starts) {
        return List.of(
                Figure.of(
                        Part.KERNEL,
                        title + " ready",
                        Quantity.seconds(median(starts, "ready")),
                        null,
                        rounds,
                        "process start to the answer to kernel_info_request"),
                Figure.of(
                        Part.KERNEL,
                        title + " first answer",
                        Quantity.seconds(median(starts, "answer")),
                        Quantity.seconds(median(starts, "cpu")),
                        rounds,
                        "process start to the answer to the cell 1+1"),
                Figure.of(
                        Part.KERNEL,
                        title + " memory",
                        new Quantity(median(starts, "rss") / 1e6, "MB"),
                        null,
                        rounds,
                        "resident after it, with child processes"));
    }

    private static double median(Document starts, String figure) {
        return Statistics.median(starts.elements().stream()
                .map(start -> start.at(figure).number())
                .toList());
    }
}
