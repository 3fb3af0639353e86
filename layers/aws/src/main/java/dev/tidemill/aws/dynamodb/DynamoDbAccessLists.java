package dev.tidemill.aws.dynamodb;

import dev.tidemill.core.Workspace;
import dev.tidemill.core.access.AccessLists;
import dev.tidemill.core.access.ProjectAccess;
import dev.tidemill.core.access.Role;
import dev.tidemill.core.access.WorkspaceAccess;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.enhanced.dynamodb.document.EnhancedDocument;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Access lists, those of a workspace as one item of the registry table: {@code models} by project, and {@code lists}, the
 * principals by project and role. It is replaced only while nobody else has.
 */
public final class DynamoDbAccessLists implements AccessLists {
    private static final String SK = "access";
    private static final long FORMAT = 1;

    private final Table table;

    /**
     * @param name of the registry table
     */
    public DynamoDbAccessLists(DynamoDbClient client, String name) {
        this(client, name, Backoff.sleeping());
    }

    DynamoDbAccessLists(DynamoDbClient client, String name, Backoff backoff) {
        this.table = Table.of(client, name, backoff);
    }

    private static String pk(Workspace workspace) {
        return workspace.name() + "#.access";
    }

    @Override
    public WorkspaceAccess of(Workspace workspace) {
        return table.get(pk(workspace), SK).map(DynamoDbAccessLists::read).orElse(WorkspaceAccess.NONE);
    }

    @Override
    public void put(Workspace workspace, String project, @Nullable ProjectAccess list, @Nullable String by) {
        table.until("access list of project " + project, () -> {
            Optional<ItemReader> stored = table.get(pk(workspace), SK);
            WorkspaceAccess before = stored.map(DynamoDbAccessLists::read).orElse(WorkspaceAccess.NONE);
            WorkspaceAccess next = before.with(project, list, by);
            if (next.equals(before)) {
                return Optional.of(true);
            }
            long revision = stored.map(item -> item.number("revision")).orElse(0L);
            boolean written = table.putIf(
                    write(workspace, next, revision + 1),
                    revision == 0 ? Table.ABSENT : Table.equal("revision", revision));
            return written ? Optional.of(true) : Optional.empty();
        });
    }

    private static EnhancedDocument write(Workspace workspace, WorkspaceAccess access, long revision) {
        Map<String, String> models = new HashMap<>();
        Map<String, String> lists = new HashMap<>();
        access.projects().forEach((project, list) -> {
            models.put(project, list.model());
            list.principals()
                    .forEach((role, principals) ->
                            lists.put(project + " " + role.name(), String.join("\n", principals)));
        });
        return new ItemWriter(pk(workspace), SK)
                .number("format", FORMAT)
                .texts("models", models)
                .texts("lists", lists)
                .texts("administrators", access.administrators())
                .number("revision", revision)
                .build();
    }

    private static WorkspaceAccess read(ItemReader item) {
        item.format(FORMAT);
        Map<String, Map<Role, List<String>>> lists = new HashMap<>();
        item.textMap("lists").forEach((key, principals) -> {
            String[] projectAndRole = key.split(" ", 2);
            lists.computeIfAbsent(projectAndRole[0], project -> new EnumMap<>(Role.class))
                    .put(Role.valueOf(projectAndRole[1]), List.of(principals.split("\n", -1)));
        });
        Map<String, ProjectAccess> projects = new HashMap<>();
        item.textMap("models")
                .forEach((project, model) ->
                        projects.put(project, new ProjectAccess(model, lists.getOrDefault(project, Map.of()))));
        return new WorkspaceAccess(projects, item.texts("administrators"));
    }
}
