package dev.tidemill.contract.project;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.contract.Json;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Reads a project from its files: {@code project.yaml} and the SQL beside it, by path relative to the project's folder.
 * Safe for use by several threads.
 */
public final class ProjectReader {
    /** Most bytes of a project's files together. */
    public static final int MOST_BYTES = 1 << 20;

    private static final int MOST_FILES = 200;
    private static final Pattern FILE_NAME =
            Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*");

    private ProjectReader() {}

    /**
     * A project that passed every check.
     *
     * @param warnings what is probably a mistake, such as a file that nothing uses; empty when there is nothing
     */
    public record Checked(ProjectSpec spec, List<Problem.Detail> warnings) {}

    /**
     * Reads and checks a project, by the schema and by the rules beyond it.
     *
     * @throws ProblemException {@code INVALID_PROJECT} with every fault found, each with file, line, JSON pointer, value
     *     and expectation; {@code NOT_YET} when nothing is wrong but a word is used whose part is not built
     */
    public static ProjectSpec read(Map<String, String> files) {
        return check(files).spec();
    }

    /**
     * Like {@link #read}, with the warnings.
     *
     * @throws ProblemException as {@link #read}
     */
    public static Checked check(Map<String, String> files) {
        return read(files, true);
    }

    /**
     * Reads the files of a stored revision, which were checked when they were pushed: the schema is not looked at again,
     * which spares a starting function its cost.
     *
     * @throws ProblemException as {@link #read}, where a rule beyond the schema is broken
     */
    public static ProjectSpec readStored(Map<String, String> files) {
        return read(files, false).spec();
    }

    /** The id of a revision with these files: the first 32 hexadecimal digits of the hash of their canonical JSON. */
    public static String revisionId(Map<String, String> files) {
        return Json.hash(files).substring(0, 32);
    }

    private static Checked read(Map<String, String> files, boolean bySchema) {
        Findings findings = new Findings();
        checkFiles(files, findings);
        refuse(findings);
        YamlDocument document = YamlDocument.read(files.getOrDefault(YamlDocument.FILE, ""), findings);
        if (document == null) {
            throw invalid(findings);
        }
        findings.locateIn(document);
        JsonNode tree = document.root();
        if (bySchema && !SchemaHolder.SCHEMA.check(tree, findings)) {
            throw invalid(findings);
        }
        Section root = new Section(tree, "", files, findings);
        LaterWords.find(root, findings);
        ProjectSpec spec = SpecMapping.map(root);
        if (isBuilt(spec.goal().problem())) {
            new DatasetRules(root, findings).check(spec);
            new FeatureRules(root, spec, findings).check();
            new ModelRules(root, spec, findings).check();
        }
        refuse(findings);
        if (!findings.later().isEmpty()) {
            throw new ProblemException(
                    "NOT_YET",
                    "project.yaml uses " + findings.later().size()
                            + (findings.later().size() == 1 ? " word" : " words")
                            + " of the format that Tidemill does not build yet.",
                    findings.later());
        }
        warnOfUnused(tree, files, findings);
        return new Checked(spec, findings.warnings());
    }

    private static boolean isBuilt(ProjectSpec.Problem problem) {
        return problem == ProjectSpec.Problem.BINARY || problem == ProjectSpec.Problem.REGRESSION;
    }

    private static void checkFiles(Map<String, String> files, Findings findings) {
        if (!files.containsKey(YamlDocument.FILE)) {
            findings.errorInFile(
                    YamlDocument.FILE,
                    "",
                    "a file project.yaml at the root of the project; files: "
                            + (files.isEmpty() ? "none" : String.join(", ", new TreeSet<>(files.keySet()))));
        }
        if (files.size() > MOST_FILES) {
            findings.errorInFile("files", files.size(), "at most " + MOST_FILES + " files");
        }
        long bytes = 0;
        for (Map.Entry<String, String> file : files.entrySet()) {
            if (!FILE_NAME.matcher(file.getKey()).matches() || file.getKey().length() > 200) {
                findings.errorInFile(
                        file.getKey(),
                        file.getKey(),
                        "a relative path of letters, digits, '.', '_' and '-', without '..'");
            }
            bytes += file.getValue().getBytes(StandardCharsets.UTF_8).length;
        }
        if (bytes > MOST_BYTES) {
            findings.errorInFile("files", bytes + " bytes", "at most " + MOST_BYTES + " bytes in all files together");
        }
    }

    private static void warnOfUnused(JsonNode tree, Map<String, String> files, Findings findings) {
        TreeSet<String> unused = new TreeSet<>(files.keySet());
        unused.remove(YamlDocument.FILE);
        removeUsed(tree, unused);
        unused.forEach(file -> findings.warn(file, file, "a file that project.yaml names (sql: " + file + ")"));
    }

    private static void removeUsed(JsonNode node, Set<String> unused) {
        if (node.isTextual()) {
            unused.remove(node.asText().strip());
        }
        node.forEach(child -> removeUsed(child, unused));
    }

    private static void refuse(Findings findings) {
        if (findings.hasErrors()) {
            throw invalid(findings);
        }
    }

    private static ProblemException invalid(Findings findings) {
        List<Problem.Detail> details = new ArrayList<>(findings.errors());
        details.addAll(findings.later());
        return new ProblemException(
                "INVALID_PROJECT",
                "The project has " + details.size() + (details.size() == 1 ? " fault." : " faults."),
                details);
    }

    /** Compiled when the first project is checked. */
    private static final class SchemaHolder {
        private static final SchemaCheck SCHEMA = new SchemaCheck();
    }
}
