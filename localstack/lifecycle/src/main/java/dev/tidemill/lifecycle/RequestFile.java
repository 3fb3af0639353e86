package dev.tidemill.lifecycle;

import dev.tidemill.client.ModelMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of a CSV file of requests, typed as the model lists its inputs. */
final class RequestFile {
    private RequestFile() {}

    /**
     * @param model whose inputs name the types; a column that it does not list is text
     * @throws WalkException naming the line and column of a value that does not fit
     */
    static List<Map<String, @Nullable Object>> read(Path file, ModelMetadata model) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw new WalkException(file + " cannot be read: " + e.getMessage(), e);
        }
        if (lines.size() < 2) {
            throw new WalkException(file + " has no rows");
        }
        List<String> header = cells(lines.getFirst());
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            List<String> cells = cells(lines.get(i));
            if (cells.size() != header.size()) {
                throw new WalkException(
                        file + " line " + (i + 1) + " has " + cells.size() + " values, expected " + header.size());
            }
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            for (int column = 0; column < cells.size(); column++) {
                String name = header.get(column);
                String type =
                        model.input(name).map(ModelMetadata.Tensor::datatype).orElse("BYTES");
                try {
                    row.put(name, typed(cells.get(column), type));
                } catch (NumberFormatException e) {
                    throw new WalkException(
                            file + " line " + (i + 1) + ", column " + name + " has '" + cells.get(column)
                                    + "', expected " + type,
                            e);
                }
            }
            rows.add(row);
        }
        return rows;
    }

    private static @Nullable Object typed(String text, String datatype) {
        if (text.isEmpty() || text.equals("NA")) {
            return null;
        }
        return switch (datatype) {
            case "INT64" -> Long.valueOf(text);
            case "FP64" -> Double.valueOf(text);
            case "BOOL" -> Boolean.valueOf(text);
            default -> text;
        };
    }

    /** The values of one line; a value in double quotes may hold commas and doubled quotes, but no line break. */
    static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quoted && c == '"' && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                cell.append('"');
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString());
        return cells;
    }
}
