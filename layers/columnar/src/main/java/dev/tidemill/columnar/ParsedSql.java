package dev.tidemill.columnar;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.contract.Json;
import dev.tidemill.contract.project.ProjectSpec.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A project's SQL as DuckDB's parser reads it: exactly one SELECT that reads relations by plain names.
 *
 * @param tables the relations it reads, in the order it names them; no common table expressions of its own
 */
record ParsedSql(Sql sql, Set<String> tables, JsonNode select) {
    private static final Set<String> TABLE_FUNCTIONS =
            Set.of("range", "generate_series", "unnest", "repeat", "repeat_row", "json_each", "json_tree");

    /**
     * @throws dev.tidemill.core.failure.ProblemException {@code INVALID_SQL} when it is anything but one SELECT
     */
    static ParsedSql parse(Connection connection, Sql sql) {
        return parse(connection, sql, false);
    }

    /**
     * @param reader whether it is a reader's own query, which may also call any table function and describe
     * @throws dev.tidemill.core.failure.ProblemException {@code INVALID_SQL} when it is anything but one SELECT
     */
    static ParsedSql parse(Connection connection, Sql sql, boolean reader) {
        JsonNode tree = serialize(connection, sql.text());
        if (tree.path("error").asBoolean()) {
            throw refused(sql, tree);
        }
        JsonNode statements = tree.path("statements");
        if (statements.size() != 1) {
            throw SqlErrors.invalid(
                    sql, sql.text(), "expected one SELECT, found " + statements.size() + " statements", "one SELECT");
        }
        Walk walk = new Walk(sql, reader);
        JsonNode node = statements.path(0).path("node");
        walk.visit(node, Set.of());
        return new ParsedSql(sql, walk.tables, node);
    }

    private static RuntimeException refused(Sql sql, JsonNode error) {
        String message = error.path("error_message").asText();
        if (error.path("error_type").asText().equals("not implemented")) {
            return SqlErrors.invalid(sql, sql.text(), "only a SELECT may stand here (no PIVOT)", "one SELECT");
        }
        int position = error.path("position").asInt(0);
        String before = sql.text().substring(0, Math.min(position, sql.text().length()));
        long line = before.chars().filter(c -> c == '\n').count() + 1;
        Sql placed = new Sql(sql.place() + " line " + line, sql.text());
        String source = sql.text().lines().skip(line - 1).findFirst().orElse("");
        return SqlErrors.invalid(placed, source.strip(), "it does not parse: " + message, "SQL that parses");
    }

    private static JsonNode serialize(Connection connection, String text) {
        String sql = "SELECT CAST(json_serialize_sql(" + SqlText.literal(text) + ") AS VARCHAR)";
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return Json.parse(rows.getString(1));
        } catch (SQLException e) {
            throw new IllegalStateException("DuckDB did not parse: " + SqlErrors.message(e), e);
        }
    }

    /** Collects the relations of a tree, minding which names a WITH clause defines where. */
    private static final class Walk {
        private final Sql sql;
        private final boolean reader;
        private final Set<String> tables = new LinkedHashSet<>();

        Walk(Sql sql, boolean reader) {
            this.sql = sql;
            this.reader = reader;
        }

        void visit(JsonNode node, Set<String> defined) {
            if (node.isArray()) {
                node.forEach(child -> visit(child, defined));
                return;
            }
            if (!node.isObject()) {
                return;
            }
            Set<String> inner = defined;
            JsonNode definitions = node.path("cte_map").path("map");
            if (!definitions.isEmpty()) {
                inner = new HashSet<>(defined);
                for (JsonNode definition : definitions) {
                    String name = definition.path("key").asText().toLowerCase(Locale.ROOT);
                    JsonNode body = definition.path("value");
                    if (recursive(body)) {
                        inner.add(name);
                    }
                    visit(body, inner);
                    inner.add(name);
                }
            }
            check(node, inner);
            for (Map.Entry<String, JsonNode> child : node.properties()) {
                if (!child.getKey().equals("cte_map")) {
                    visit(child.getValue(), inner);
                }
            }
        }

        private static boolean recursive(JsonNode body) {
            return body.path("query").path("node").path("type").asText().equals("RECURSIVE_CTE_NODE");
        }

        private void check(JsonNode node, Set<String> defined) {
            switch (node.path("type").asText()) {
                case "BASE_TABLE" -> {
                    String name = node.path("table_name").asText();
                    boolean plain = node.path("schema_name").asText().isEmpty()
                            && node.path("catalog_name").asText().isEmpty();
                    if (!plain && reader) {
                        return;
                    }
                    if (!plain) {
                        throw SqlErrors.invalid(
                                sql,
                                node.path("schema_name").asText() + "." + name,
                                "a relation is named without schema or catalog",
                                "the name of a dataset");
                    }
                    if (!defined.contains(name.toLowerCase(Locale.ROOT))) {
                        tables.add(name);
                    }
                }
                case "TABLE_FUNCTION" -> {
                    String name = node.path("function").path("function_name").asText();
                    if (!reader && !TABLE_FUNCTIONS.contains(name.toLowerCase(Locale.ROOT))) {
                        throw SqlErrors.invalid(
                                sql,
                                name,
                                "the table function " + name + " may not be used: data come from datasets only",
                                "a dataset or one of range, generate_series, unnest, json_each");
                    }
                }
                case "SHOW_REF" -> {
                    if (!reader) {
                        throw SqlErrors.invalid(sql, sql.text(), "only a SELECT may stand here", "one SELECT");
                    }
                }
                case "VALUE_PARAMETER" ->
                    throw SqlErrors.invalid(
                            sql, "?", "there is nothing to fill a parameter with", "SQL without ? or $1");
                default -> {
                    // every other node is only a place to look into
                }
            }
        }
    }
}
