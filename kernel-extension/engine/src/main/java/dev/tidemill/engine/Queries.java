package dev.tidemill.engine;

import dev.tidemill.client.engine.EngineException;
import dev.tidemill.client.engine.Scope;
import dev.tidemill.client.table.Table;
import dev.tidemill.columnar.DatasetId;
import dev.tidemill.columnar.DatasetSource;
import dev.tidemill.columnar.Datasets;
import dev.tidemill.columnar.ReaderSql;
import dev.tidemill.columnar.Sandbox;
import dev.tidemill.contract.project.ProjectSpec;
import dev.tidemill.contract.project.ProjectSpec.Sql;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.failure.ProblemException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Runs a reader's SELECT. Safe for use by several threads. */
final class Queries {
    /** What messages call the reader's text. */
    private static final String PLACE = "the query";

    private static final Pattern DESCRIPTION =
            Pattern.compile("(?is)^(\\s|--[^\\n]*\\n)*(DESCRIBE|SUMMARIZE|SHOW)\\b.*");

    private final Workbench workbench;
    private final DatasetSource source;
    private final PushedSpecs specs;

    Queries(Workbench workbench, DatasetSource source, PushedSpecs specs) {
        this.workbench = workbench;
        this.source = source;
        this.specs = specs;
    }

    Table run(String query, Scope scope) throws SQLException, IOException {
        Path folder = scope.folder().toAbsolutePath().normalize();
        try (Sandbox sandbox = workbench.sandbox("query", folder)) {
            SqlFailures failures = new SqlFailures(query, names(scope, folder));
            Set<String> relations = relations(sandbox, query, failures);
            Set<String> datasets = new TreeSet<>();
            for (String relation : relations) {
                Map.Entry<String, Table> table = find(scope.tables(), relation);
                if (table != null) {
                    workbench.mount(sandbox, table.getKey(), table.getValue());
                } else if (scope.project() != null) {
                    datasets.add(relation);
                }
            }
            if (scope.project() != null && !datasets.isEmpty()) {
                mount(sandbox, scope.project(), datasets);
            }
            String select = query;
            try {
                if (DESCRIPTION.matcher(query).matches()) {
                    select = "SELECT * FROM (" + query.strip().replaceFirst(";$", "") + "\n)";
                } else {
                    bind(sandbox, query);
                }
                return workbench.table(sandbox, select, folder);
            } catch (SQLException e) {
                throw failures.of(e, 1);
            }
        }
    }

    private static Set<String> relations(Sandbox sandbox, String query, SqlFailures failures) {
        if (query.isBlank()) {
            throw new EngineException("INVALID_SQL", "The query is empty: expected one SELECT.");
        }
        try {
            return ReaderSql.relations(sandbox, new Sql(PLACE, query));
        } catch (ProblemException e) {
            if (e.problem().message().contains("it does not parse")) {
                try {
                    // it fails as it did, but with the line and its caret
                    bind(sandbox, query);
                } catch (SQLException parsed) {
                    throw failures.of(parsed, 0);
                }
            }
            throw new EngineException(
                    "INVALID_SQL", e.problem().message().replaceFirst("^the query: ", "The query: "), e);
        }
    }

    private static void bind(Sandbox sandbox, String query) throws SQLException {
        try (PreparedStatement statement = sandbox.connection().prepareStatement(query)) {
            statement.getMetaData();
        }
    }

    private void mount(Sandbox sandbox, String project, Set<String> relations) {
        ProjectSpec spec = specs.load(project, null);
        Datasets datasets = new Datasets(sandbox, spec.datasets());
        for (String name : spec.datasets().keySet()) {
            if (relations.stream().anyMatch(name::equalsIgnoreCase)) {
                DatasetId id = new DatasetId(Workspace.DEFAULT, spec.project(), name);
                datasets.mount(source, id, source.require(id), null);
            }
        }
    }

    private static Map.@Nullable Entry<String, Table> find(Map<String, Table> tables, String relation) {
        return tables.entrySet().stream()
                .filter(table -> table.getKey().equalsIgnoreCase(relation))
                .findFirst()
                .orElse(null);
    }

    /** The names that a query may have meant, asked for only when it failed. */
    private SqlFailures.Names names(Scope scope, Path folder) {
        return () -> {
            List<String> names = new ArrayList<>(scope.tables().keySet());
            if (scope.project() != null) {
                names.addAll(specs.load(scope.project(), null).datasets().keySet());
            }
            if (Files.isDirectory(folder)) {
                try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.{csv,tsv,parquet,json}")) {
                    Set<String> sorted = new TreeSet<>();
                    files.forEach(file -> sorted.add(String.valueOf(file.getFileName())));
                    sorted.stream().limit(20).forEach(names::add);
                }
            }
            return names;
        };
    }
}
