package dev.tidemill.columnar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemill.contract.Json;
import dev.tidemill.contract.project.ProjectSpec.Sql;

/**
 * An aggregate call over the window {@code w}. DuckDB has no mean of truth values, so {@code avg(delay > 15)}, the share
 * of rows for which it holds, is read as the mean of 1 and 0.
 */
final class WindowCall {
    private WindowCall() {}

    static String overWindow(Sandbox sandbox, Sql sql, String dataset) {
        JsonNode select = ParsedSql.parse(sandbox.connection(), new Sql(sql.place(), "SELECT " + sql.text()))
                .select();
        JsonNode call = select.path("select_list").path(0);
        boolean mean = call.path("function_name").asText().equals("avg")
                && call.path("children").size() == 1
                && call.path("filter").isNull()
                && !call.path("distinct").asBoolean();
        if (mean) {
            String argument = argument(sandbox, select, call.path("children").path(0));
            String type = SqlCheck.in(sandbox)
                    .columnsOf(new Sql(sql.place(), argument + " FROM " + SqlText.name(dataset)))
                    .values()
                    .iterator()
                    .next();
            if (type.equals("BOOLEAN")) {
                return "avg(CAST((" + argument.substring("SELECT ".length()) + ") AS INTEGER)) OVER w";
            }
        }
        return sql.text().strip() + "\n OVER w";
    }

    /** The call's argument as SQL of its own: {@code SELECT} and the expression. */
    private static String argument(Sandbox sandbox, JsonNode select, JsonNode argument) {
        ObjectNode node = select.deepCopy();
        ArrayNode list = node.putArray("select_list");
        list.add(argument);
        ObjectNode tree = Json.object().put("error", false);
        tree.putArray("statements").addObject().set("node", node);
        String sql = "SELECT json_deserialize_sql(CAST(" + SqlText.literal(Json.write(tree)) + " AS JSON))";
        return sandbox.query(sql, rows -> rows.getString(1)).getFirst();
    }
}
