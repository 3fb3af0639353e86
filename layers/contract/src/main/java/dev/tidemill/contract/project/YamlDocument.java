package dev.tidemill.contract.project;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringReader;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A {@code project.yaml} as a tree, with the line of every value. Scalars are read by the core schema of YAML 1.2:
 * {@code no}, {@code yes}, {@code on} and {@code off} are texts, {@code 010} is ten, {@code 1:30} is a text.
 */
final class YamlDocument {
    /** The file's name in a project. */
    static final String FILE = "project.yaml";

    private static final int MOST_NODES = 50_000;
    private static final int DEEPEST = 40;
    private static final int MOST_CODE_POINTS = 1 << 20;
    private static final String STANDARD_TAGS = "tag:yaml.org,2002:";
    private static final Pattern INT = Pattern.compile("[-+]?[0-9]+");
    private static final Pattern FLOAT = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Map<String, Integer> lines = new HashMap<>();
    private final Findings findings;
    private int nodes;
    private final JsonNode root;

    private YamlDocument(@Nullable Node node, Findings findings) {
        this.findings = findings;
        this.root = node == null ? NODES.nullNode() : convert(node, "", 0);
    }

    /** Reads a text; null when it is no YAML, which is then among the findings. */
    static @Nullable YamlDocument read(String text, Findings findings) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MOST_CODE_POINTS);
        options.setNestingDepthLimit(DEEPEST);
        options.setMaxAliasesForCollections(50);
        try {
            return new YamlDocument(new Yaml(options).compose(new StringReader(text)), findings);
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            String problem = String.valueOf(e.getProblem());
            findings.errorInFile(FILE + ":" + line, line(text, line), expectation(problem));
        } catch (YAMLException e) {
            findings.errorInFile(FILE, "", "YAML: " + e.getMessage());
        } catch (TooLarge e) {
            findings.errorInFile(
                    FILE,
                    "",
                    "at most " + MOST_NODES + " values, " + DEEPEST + " deep, counted with every alias filled in");
        }
        return null;
    }

    JsonNode root() {
        return root;
    }

    /** The place of a JSON pointer, such as {@code project.yaml:7 /request/key}; the nearest line above when absent. */
    String place(String pointer) {
        String at = pointer;
        while (!lines.containsKey(at) && !at.isEmpty()) {
            at = at.substring(0, at.lastIndexOf('/'));
        }
        return FILE + ":" + lines.getOrDefault(at, 1) + (pointer.isEmpty() ? "" : " " + pointer);
    }

    /** A pointer's step, with {@code ~} and {@code /} escaped. */
    static String step(String name) {
        return "/" + name.replace("~", "~0").replace("/", "~1");
    }

    private JsonNode convert(Node node, String pointer, int depth) {
        if (++nodes > MOST_NODES || depth > DEEPEST) {
            throw new TooLarge();
        }
        lines.putIfAbsent(pointer, node.getStartMark().getLine() + 1);
        if (!node.getTag().getValue().startsWith(STANDARD_TAGS)) {
            findings.errorInFile(place(pointer), node.getTag().getValue(), "a value without a tag");
        }
        return switch (node) {
            case MappingNode mapping -> mapping(mapping, pointer, depth);
            case SequenceNode sequence -> {
                ArrayNode array = NODES.arrayNode();
                for (Node item : sequence.getValue()) {
                    array.add(convert(item, pointer + "/" + array.size(), depth + 1));
                }
                yield array;
            }
            case ScalarNode scalar -> scalar(scalar);
            default -> throw new IllegalStateException("a YAML node of kind " + node.getNodeId());
        };
    }

    private ObjectNode mapping(MappingNode mapping, String pointer, int depth) {
        ObjectNode object = NODES.objectNode();
        Map<String, Integer> seen = new HashMap<>();
        for (NodeTuple entry : mapping.getValue()) {
            int line = entry.getKeyNode().getStartMark().getLine() + 1;
            if (!(entry.getKeyNode() instanceof ScalarNode scalar)) {
                findings.errorInFile(
                        FILE + ":" + line + " " + pointer, "a list or mapping as a key", "a text as a key");
                continue;
            }
            String key = scalar.getValue();
            String at = pointer + step(key);
            Integer before = seen.putIfAbsent(key, line);
            if (before != null) {
                findings.errorInFile(
                        FILE + ":" + line + " " + at,
                        key,
                        "each key once; '" + key + "' stands in line " + before + " already");
                continue;
            }
            lines.put(at, line);
            object.set(key, convert(entry.getValueNode(), at, depth + 1));
        }
        return object;
    }

    private static JsonNode scalar(ScalarNode scalar) {
        String text = scalar.getValue();
        if (scalar.getScalarStyle() != DumperOptions.ScalarStyle.PLAIN) {
            return NODES.textNode(text);
        }
        return switch (text) {
            case "", "~", "null", "Null", "NULL" -> NODES.nullNode();
            case "true", "True", "TRUE" -> NODES.booleanNode(true);
            case "false", "False", "FALSE" -> NODES.booleanNode(false);
            default -> number(text);
        };
    }

    private static JsonNode number(String text) {
        if (text.length() < 40 && INT.matcher(text).matches()) {
            BigInteger number = new BigInteger(text);
            return number.bitLength() < 64 ? NODES.numberNode(number.longValue()) : NODES.numberNode(number);
        }
        if (FLOAT.matcher(text).matches()) {
            double number = Double.parseDouble(text);
            return Double.isInfinite(number) ? NODES.textNode(text) : NODES.numberNode(number);
        }
        return NODES.textNode(text);
    }

    private static String expectation(String problem) {
        if (problem.contains("'\\t(TAB)'") || problem.contains("TAB")) {
            return "spaces: YAML allows no tab before a value";
        }
        if (problem.contains("but found another document")) {
            return "one document: no '---' between values";
        }
        return "YAML: " + problem;
    }

    private static String line(String text, int number) {
        return text.lines().skip(number - 1L).findFirst().orElse("").strip();
    }

    private static final class TooLarge extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
