package dev.tidemill.lifecycle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a walk is told on the command line.
 *
 * @param api address of the API
 * @param project folder with project.yaml and walk.yaml
 * @param data folder into which the data is exported; each slice has its own below it
 * @param slice name of a slice in walk.yaml
 * @param python command of a Python 3 that runs the export script
 * @param fresh whether the project must not exist yet
 * @param settings of project.yaml that differ, by dotted path, after the slice's own
 * @param then lines to print under the things to try next
 */
public record Options(
        URI api,
        Path project,
        Path data,
        String slice,
        String python,
        boolean fresh,
        Map<String, Object> settings,
        List<String> then) {
    static final String USAGE = """
            lifecycle --api URL --project DIR --data DIR [options]
              --slice NAME       how much of the data, as named in walk.yaml (default: full)
              --python COMMAND   Python 3 that runs the export script (default: python3)
              --set PATH=VALUE   a setting of project.yaml that differs, such as monitoring.cool-down=P2D; repeatable
              --fresh            refuse to go on from an earlier walk
              --then TEXT        a line to print under the things to try next; repeatable""";

    /**
     * @throws WalkException naming the argument that is missing, unknown or impossible
     */
    public static Options parse(List<String> arguments) {
        Map<String, String> values = new LinkedHashMap<>(Map.of("--slice", "full", "--python", "python3"));
        Map<String, Object> settings = new LinkedHashMap<>();
        List<String> then = new ArrayList<>();
        boolean fresh = false;
        for (int i = 0; i < arguments.size(); i++) {
            String word = arguments.get(i);
            switch (word) {
                case "--fresh" -> fresh = true;
                case "--api", "--project", "--data", "--slice", "--python", "--set", "--then" -> {
                    i++;
                    if (i == arguments.size()) {
                        throw new WalkException(word + " needs a value\n" + USAGE);
                    }
                    String value = arguments.get(i);
                    switch (word) {
                        case "--set" -> set(settings, value);
                        case "--then" -> then.add(value);
                        default -> values.put(word, value);
                    }
                }
                default -> throw new WalkException("unknown argument '" + word + "'\n" + USAGE);
            }
        }
        Path project = Path.of(required(values, "--project"));
        if (!Files.isRegularFile(project.resolve("project.yaml"))) {
            throw new WalkException("--project " + project + ": expected a folder with a project.yaml");
        }
        return new Options(
                address(required(values, "--api")),
                project,
                Path.of(required(values, "--data")),
                required(values, "--slice"),
                required(values, "--python"),
                fresh,
                settings,
                List.copyOf(then));
    }

    private static void set(Map<String, Object> settings, String text) {
        int equals = text.indexOf('=');
        if (equals < 1) {
            throw new WalkException("--set " + text + ": expected PATH=VALUE");
        }
        String value = text.substring(equals + 1);
        try {
            settings.put(text.substring(0, equals), new YAMLMapper().readValue(value, Object.class));
        } catch (JsonProcessingException e) {
            throw new WalkException("--set " + text + ": the value is no YAML: " + e.getOriginalMessage(), e);
        }
    }

    private static URI address(String text) {
        try {
            URI uri = URI.create(text);
            if (uri.getScheme() != null && uri.getHost() != null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw new WalkException("--api " + text + ": expected an address such as http://127.0.0.1:4566/api", e);
        }
        throw new WalkException("--api " + text + ": expected an address such as http://127.0.0.1:4566/api");
    }

    private static String required(Map<String, String> values, String name) {
        String value = values.get(name);
        if (value == null || value.isBlank()) {
            throw new WalkException(name + " is missing\n" + USAGE);
        }
        return value;
    }
}
