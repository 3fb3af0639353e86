package dev.tidemill.columnar;

import dev.tidemill.core.Workspace;
import java.util.Locale;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;

/** Names a dataset of a workspace, and where its table is. */
public record DatasetId(Workspace workspace, String project, String dataset) {
    private static final int LONGEST = 255;

    /** The table's identifier in the catalog: names of lower-case letters, digits and underscores. */
    TableIdentifier table() {
        String table = plain(project) + "__" + plain(dataset);
        if (table.length() > LONGEST) {
            throw new IllegalArgumentException("table " + table + ": expected at most " + LONGEST + " characters");
        }
        return TableIdentifier.of(namespace(), table);
    }

    /** The namespace of the workspace's tables. */
    Namespace namespace() {
        return Namespace.of("tidemill_" + plain(workspace.name()));
    }

    /** The key below which the table's files lie in the lake. */
    String location() {
        return "w/" + workspace.name() + "/iceberg/" + project + "/" + dataset;
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace('-', '_');
    }
}
