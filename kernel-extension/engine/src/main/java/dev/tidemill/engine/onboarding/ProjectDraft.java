package dev.tidemill.engine.onboarding;

import dev.tidemill.client.engine.EngineException;
import dev.tidemill.client.engine.InferRequest;
import dev.tidemill.columnar.ProjectSqlCheck;
import dev.tidemill.columnar.Sandbox;
import dev.tidemill.columnar.SandboxSettings;
import dev.tidemill.contract.project.ProjectReader;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes a first project of a CSV file. */
public final class ProjectDraft {
    private static final int LONGEST_PROJECT = 40;
    private static final int LONGEST_DATASET = 63;

    private ProjectDraft() {}

    /**
     * @param folder existing, in which to work
     * @return text by path, which passes the checks of a push
     * @throws EngineException {@code CANNOT_INFER} with the candidates when something has to be said by the caller,
     *     {@code NOT_YET} when the file asks for what is not built
     */
    public static Map<String, String> of(Path folder, Path csv, InferRequest request) throws IOException {
        try (Sandbox sandbox = Sandbox.open(
                folder,
                "infer",
                new SandboxSettings(1L << 30, Runtime.getRuntime().availableProcessors()))) {
            CsvFile file = CsvFile.read(sandbox, csv);
            LabelGuess label = LabelGuess.of(file, request.label(), request.problem());
            TimeGuess time = TimeGuess.of(file, request.eventTime());
            if (label.column().name().equals(time.column())) {
                throw new EngineException(
                        "CANNOT_INFER", "The label '" + time.column() + "' cannot be the event time too.");
            }
            KeyGuess key = KeyGuess.of(
                    file, request.key(), time.column(), label.column().name());
            InputGuess inputs = InputGuess.of(file, time, key, label.column());
            String stem = stem(file.name());
            DraftWriter writer = new DraftWriter(
                    named("project", request.project(), stem, '-', LONGEST_PROJECT),
                    named("dataset", request.dataset(), stem, '_', LONGEST_DATASET),
                    file,
                    label,
                    time,
                    key,
                    inputs,
                    new DraftText(sandbox));
            Map<String, String> files = new TreeMap<>();
            files.put("project.yaml", writer.yaml());
            files.put(DraftWriter.REQUESTS, writer.requests());
            files.put(DraftWriter.LABELS, writer.labels());
            check(files);
            return files;
        }
    }

    private static void check(Map<String, String> files) {
        List<Problem.Detail> faults =
                ProjectSqlCheck.faults(ProjectReader.check(files).spec(), Map.of());
        if (!faults.isEmpty()) {
            throw new ProblemException("INVALID_PROJECT", "The project that was written has a fault.", faults);
        }
    }

    private static String named(String what, @Nullable String given, String stem, char gap, int longest) {
        String name = given == null ? plain(stem, gap, longest) : given;
        boolean fits = name.matches("[a-z][a-z0-9" + gap + "]*") && name.length() <= longest;
        if (!fits) {
            throw new EngineException(
                    "CANNOT_INFER",
                    "The " + what + "'s name is '" + name + "': expected lower-case letters, digits and '" + gap
                            + "', starting with a letter, at most " + longest + " of them.");
        }
        return name;
    }

    private static String stem(String file) {
        int dot = file.indexOf('.');
        return dot > 0 ? file.substring(0, dot) : file;
    }

    private static String plain(String stem, char gap, int longest) {
        String name = stem.toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", String.valueOf(gap))
                .replaceAll("^[^a-z]+|[^a-z0-9]+$", "");
        String whole = name.isEmpty() ? "data" : name;
        return whole.substring(0, Math.min(longest, whole.length()));
    }
}
