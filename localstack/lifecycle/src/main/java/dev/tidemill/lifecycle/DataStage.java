package dev.tidemill.lifecycle;

import dev.tidemill.client.DatasetInfo;
import dev.tidemill.client.Execution;
import dev.tidemill.client.Upload;
import dev.tidemill.lifecycle.Steps.Done;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Brings data in and writes features to the online store. */
final class DataStage {
    private final Context context;

    DataStage(Context context) {
        this.context = context;
    }

    /**
     * @param kept whether an earlier walk had ingested it
     */
    record Ingested(String dataset, Execution execution, boolean kept) {}

    /**
     * Ingests files in their order, each by its own execution.
     *
     * @param export words of the script that writes them when they are missing
     */
    List<Ingested> ingest(List<WalkPlan.DatasetFiles> files, List<String> export) {
        List<Ingested> ingestions = new ArrayList<>();
        for (WalkPlan.DatasetFiles of : files) {
            for (Path file : context.data().files(of.files(), export)) {
                ingestions.add(context.steps().step("ingest " + of.dataset() + " " + file.getFileName(), live -> {
                    Upload upload = context.project().upload(file, of.dataset());
                    Optional<Execution> before = context.history()
                            .done(
                                    "ingestion",
                                    e -> e.request().at("dataset").text("").equals(of.dataset())
                                            && e.request().at("sha256").text("").equals(upload.sha256()));
                    Execution ingestion = before.isPresent()
                            ? verified(before.get(), of.dataset())
                            : context.succeeded(context.project().ingest(of.dataset(), upload), live);
                    return Done.of(
                            new Ingested(of.dataset(), ingestion, before.isPresent()),
                            rows(ingestion),
                            before.isPresent());
                }));
            }
        }
        return ingestions;
    }

    private Execution verified(Execution ingestion, String dataset) {
        boolean holdsRows = context.project().datasets().stream()
                .filter(info -> info.name().equals(dataset))
                .mapToLong(DatasetInfo::rows)
                .anyMatch(rows -> rows > 0);
        if (!holdsRows) {
            throw new WalkException(
                    "the ingestion " + ingestion.id() + " succeeded, yet dataset " + dataset + " has no rows");
        }
        return ingestion;
    }

    private static String rows(Execution ingestion) {
        String rows = Figures.count(ingestion.result().at("rows").integer()) + " rows";
        long quarantined = ingestion.result().at("quarantined").integer(0);
        String status = ingestion.result().at("status").text("COMMITTED");
        return rows
                + (quarantined == 0 ? "" : ", " + Figures.count(quarantined) + " quarantined")
                + (status.equals("DUPLICATE") ? ", already committed" : "");
    }

    /** Writes the views to the online store as of an instant. */
    void materialize(Instant asOf) {
        context.steps().step("materialize as of " + asOf, live -> {
            Optional<Execution> before = context.history()
                    .done(
                            "materialization",
                            e -> asOf.equals(e.request().at("asOf").instantOrNull()));
            Execution execution = before.isPresent()
                    ? before.get()
                    : context.succeeded(context.project().materialize(asOf), live);
            String views = execution.result().at("views").fields().entrySet().stream()
                    .map(view -> view.getKey() + " "
                            + Figures.count(view.getValue().at("items").integer(0)))
                    .collect(Collectors.joining(", "));
            return Done.of(execution, "items written: " + views, before.isPresent());
        });
    }
}
