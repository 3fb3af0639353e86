package dev.tidemill.load;

import dev.tidemill.client.ModelMetadata;
import dev.tidemill.contract.Json;
import dev.tidemill.localcloud.LocalCloud;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Files of the flights project's data, exported by its script. */
final class FlightsData {
    static final Path PROJECT = LocalCloud.ROOT.resolve("notebooks/flight-delays");

    private final LocalCloud cloud;
    private final String slice;
    private final Path folder;

    /**
     * @param slice of the project's walk.yaml, {@code fifth} or {@code full}
     * @param folder for what is exported
     */
    FlightsData(LocalCloud cloud, String slice, Path folder) {
        this.cloud = cloud;
        this.slice = slice;
        this.folder = folder;
    }

    /** All flights of the year in one file, one flight of five in the slice {@code fifth}. */
    Path year() {
        List<String> command = new ArrayList<>(List.of(
                cloud.python("python").toString(),
                PROJECT.resolve("export-data.py").toString(),
                "tables",
                "--out",
                folder.toString()));
        if (slice.equals("fifth")) {
            command.addAll(List.of("--every-nth-flight", "5"));
        }
        cloud.run(LocalCloud.ROOT, Map.of(), command.toArray(String[]::new));
        return joined(files(folder, "flights-2013-*.csv"), folder.resolve("flights-2013.csv"));
    }

    private static Path joined(List<Path> months, Path year) {
        try (BufferedWriter out = Files.newBufferedWriter(year)) {
            for (Path month : months) {
                List<String> lines = Files.readAllLines(month);
                for (String line : month.equals(months.getFirst()) ? lines : lines.subList(1, lines.size())) {
                    out.write(line);
                    out.write('\n');
                }
            }
            return year;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Bodies of prediction requests, one row each: the flights that the walk predicted online. */
    List<String> predictionBodies(ModelMetadata model) {
        Path file = files(cloud.home().resolve("data/" + slice), "requests-20130703T*.csv")
                .getFirst();
        try {
            List<String> lines = Files.readAllLines(file);
            List<String> header = cells(lines.getFirst());
            return lines.stream()
                    .skip(1)
                    .map(line -> body(header, cells(line), model))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file's values are numbers, codes and instants, without a comma or a quote in any. */
    private static List<String> cells(String line) {
        return List.of(line.split(",", -1));
    }

    private static String body(List<String> header, List<String> cells, ModelMetadata model) {
        List<Map<String, Object>> inputs = new ArrayList<>();
        for (int column = 0; column < header.size(); column++) {
            String name = header.get(column);
            String datatype =
                    model.input(name).map(ModelMetadata.Tensor::datatype).orElse("BYTES");
            Object value = datatype.equals("INT64") ? (Object) Long.valueOf(cells.get(column)) : cells.get(column);
            Map<String, Object> tensor = new LinkedHashMap<>();
            tensor.put("name", name);
            tensor.put("shape", List.of(1));
            tensor.put("datatype", datatype);
            tensor.put("data", List.of(value));
            inputs.add(tensor);
        }
        return Json.write(Map.of("inputs", inputs));
    }

    private static List<Path> files(Path folder, String pattern) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, pattern)) {
            TreeSet<Path> found = new TreeSet<>();
            files.forEach(found::add);
            if (found.isEmpty()) {
                throw new MeasurementException("no " + pattern + " in " + folder);
            }
            return List.copyOf(found);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
