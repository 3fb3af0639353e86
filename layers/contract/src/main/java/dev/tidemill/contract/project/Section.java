package dev.tidemill.contract.project;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.contract.Spelling;
import dev.tidemill.core.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A part of a schema-checked document with its place, read with defaults.
 *
 * @param node missing where the document has no such part
 * @param pointer JSON pointer of the part
 */
record Section(JsonNode node, String pointer, Map<String, String> files, Findings findings) {
    private static final Span NONE = Span.parse("PT0S");

    boolean exists() {
        return !node.isMissingNode() && !node.isNull();
    }

    boolean has(String key) {
        return node.has(key);
    }

    Section get(String key) {
        return new Section(node.path(key), pointer + YamlDocument.step(key), files, findings);
    }

    String text(String key, String otherwise) {
        JsonNode value = node.path(key);
        return value.isValueNode() && !value.isNull() ? value.asText() : otherwise;
    }

    @Nullable
    String textOrNull(String key) {
        return has(key) ? text(key, "") : null;
    }

    int integer(String key, int otherwise) {
        return node.path(key).asInt(otherwise);
    }

    double number(String key, double otherwise) {
        return node.path(key).asDouble(otherwise);
    }

    @Nullable
    Double numberOrNull(String key) {
        return has(key) ? number(key, 0) : null;
    }

    boolean flag(String key) {
        return node.path(key).asBoolean(false);
    }

    List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        node.path(key).forEach(item -> texts.add(item.asText()));
        return List.copyOf(texts);
    }

    /** A share: 3% is 0.03. */
    double share(String key, double otherwise) {
        JsonNode value = node.path(key);
        if (value.isTextual() && value.asText().endsWith("%")) {
            String percent = value.asText();
            double share = Double.parseDouble(percent.substring(0, percent.length() - 1)) / 100;
            if (share > 1) {
                findings.error(get(key).pointer, percent, "at most 100%");
            }
            return share;
        }
        return value.asDouble(otherwise);
    }

    @Nullable
    Double shareOrNull(String key) {
        return has(key) ? share(key, 0) : null;
    }

    @Nullable
    Span spanOrNull(String key) {
        return has(key) ? span(key, NONE) : null;
    }

    /** A length of time; one that cannot be read is among the findings. */
    Span span(String key, Span otherwise) {
        if (!has(key)) {
            return otherwise;
        }
        String text = text(key, "");
        try {
            return Span.parse(text);
        } catch (IllegalArgumentException e) {
            findings.error(get(key).pointer, text, "an ISO-8601 length of time such as PT4H, P1D or P1M");
            return NONE;
        }
    }

    /** SQL under a key: the content of the project's file that it names, or the text itself. */
    ProjectSpec.Sql sql(String key) {
        return get(key).asSql(text(key, ""));
    }

    ProjectSpec.@Nullable Sql sqlOrNull(String key) {
        return has(key) ? sql(key) : null;
    }

    <T> Map<String, T> map(String key, Function<Section, T> reader) {
        Map<String, T> map = new LinkedHashMap<>();
        Section part = get(key);
        part.node.fieldNames().forEachRemaining(name -> map.put(name, reader.apply(part.get(name))));
        return map;
    }

    <T> List<T> list(String key, Function<Section, T> reader) {
        List<T> list = new ArrayList<>();
        Section part = get(key);
        for (JsonNode item : part.node) {
            list.add(reader.apply(new Section(item, part.pointer + "/" + list.size(), files, findings)));
        }
        return List.copyOf(list);
    }

    /** Runs over the values of a mapping or list, each with its place. */
    void each(Consumer<Section> action) {
        if (node.isObject()) {
            node.fieldNames().forEachRemaining(name -> action.accept(get(name)));
            return;
        }
        for (int i = 0; i < node.size(); i++) {
            action.accept(new Section(node.path(i), pointer + "/" + i, files, findings));
        }
    }

    private ProjectSpec.Sql asSql(String text) {
        String name = text.strip();
        if (!name.endsWith(".sql")) {
            return new ProjectSpec.Sql(YamlDocument.FILE + " " + pointer, text);
        }
        String content = files.get(name);
        if (content == null) {
            findings.error(pointer, name, "a file of the project: " + Spelling.expected(sqlFiles(), name));
            return new ProjectSpec.Sql(name, "");
        }
        if (content.isBlank()) {
            findings.errorInFile(name, "", "SQL; the file is empty");
        }
        return new ProjectSpec.Sql(name, content);
    }

    private List<String> sqlFiles() {
        return files.keySet().stream()
                .filter(file -> file.endsWith(".sql"))
                .sorted()
                .toList();
    }
}
