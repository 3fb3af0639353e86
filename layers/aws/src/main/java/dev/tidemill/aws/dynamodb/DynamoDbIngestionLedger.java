package dev.tidemill.aws.dynamodb;

import dev.tidemill.core.Workspace;
import dev.tidemill.core.ingestion.IngestionLedger;
import java.util.List;
import java.util.Optional;

/** Landed ingestions. */
public final class DynamoDbIngestionLedger implements IngestionLedger {
    private static final String SK = "ingestion";
    private static final long FORMAT = 1;
    private static final int PAGE = 500;

    private final Table table;

    DynamoDbIngestionLedger(Table table) {
        this.table = table;
    }

    @Override
    public void record(Landed landed) {
        table.putIf(
                new ItemWriter(pk(landed.workspace(), landed.ingestionId()), SK)
                        .listed(
                                listPk(landed.workspace(), landed.project(), landed.dataset()),
                                SortableTime.of(landed.landedAt()) + "#" + landed.ingestionId())
                        .number("format", FORMAT)
                        .text("workspace", landed.workspace().name())
                        .text("project", landed.project())
                        .text("dataset", landed.dataset())
                        .text("ingestionId", landed.ingestionId())
                        .text("executionId", landed.executionId())
                        .number("snapshotId", landed.snapshotId())
                        .number("rows", landed.rows())
                        .number("quarantined", landed.quarantined())
                        .instant("landedAt", landed.landedAt())
                        .build(),
                Table.ABSENT);
    }

    @Override
    public Optional<Landed> find(Workspace workspace, String ingestionId) {
        return table.get(pk(workspace, ingestionId), SK).map(DynamoDbIngestionLedger::read);
    }

    @Override
    public List<Landed> list(Workspace workspace, String project, String dataset) {
        return table.queryIndex(listPk(workspace, project, dataset), true, PAGE, null)
                .map(DynamoDbIngestionLedger::read)
                .toList();
    }

    private static Landed read(ItemReader item) {
        item.format(FORMAT);
        return new Landed(
                new Workspace(item.text("workspace")),
                item.text("project"),
                item.text("dataset"),
                item.text("ingestionId"),
                item.text("executionId"),
                item.number("snapshotId"),
                item.number("rows"),
                item.number("quarantined"),
                item.instant("landedAt"));
    }

    private static String pk(Workspace workspace, String ingestionId) {
        return workspace.name() + "#ingestion#" + ingestionId;
    }

    private static String listPk(Workspace workspace, String project, String dataset) {
        return workspace.name() + "#" + project + "#" + dataset + "#ingestions";
    }
}
