package dev.tidemill.e2e;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemill.client.Document;
import dev.tidemill.client.ModelVersionInfo;
import dev.tidemill.client.RemoteFile;
import dev.tidemill.client.TidemillClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A version's golden rows, to be asked again: with what was looked up for them, or as lines of a scoring file. */
final class GoldenRows {
    private GoldenRows() {}

    static List<Document> of(TidemillClient tidemill, Path folder, ModelVersionInfo version) throws IOException {
        RemoteFile file = tidemill.model(version.model()).files(version.version()).stream()
                .filter(one -> one.name().equals("bundle/golden.json"))
                .findFirst()
                .orElseThrow();
        Path golden = folder.resolve(version.model() + "-golden.json");
        tidemill.download(file, golden);
        return Document.of(new ObjectMapper().readTree(golden.toFile())).elements();
    }

    static List<Map<String, @Nullable Object>> requests(List<Document> golden) {
        List<Map<String, @Nullable Object>> requests = new ArrayList<>();
        for (Document row : golden) {
            Map<String, @Nullable Object> request = new LinkedHashMap<>();
            row.at("request").fields().forEach((column, value) -> request.put(column, value.value()));
            row.at("features")
                    .fields()
                    .forEach(
                            (name, found) -> request.put(name, found.at("value").value()));
            request.put("predict_at", row.at("time").text());
            requests.add(request);
        }
        return requests;
    }

    static List<String> lines(List<Document> golden) {
        List<String> columns =
                List.copyOf(golden.getFirst().at("request").fields().keySet());
        List<String> lines = new ArrayList<>();
        lines.add(String.join(",", columns) + ",predict_at");
        for (Document row : golden) {
            lines.add(columns.stream()
                            .map(column ->
                                    String.valueOf(row.at("request", column).value()))
                            .collect(Collectors.joining(","))
                    + "," + row.at("time").text());
        }
        return lines;
    }
}
