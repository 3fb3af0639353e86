package dev.tidemill.contract.project;

import dev.tidemill.contract.Spelling;
import dev.tidemill.contract.project.ProjectSpec.ColumnSpec;
import dev.tidemill.contract.project.ProjectSpec.ColumnType;
import dev.tidemill.contract.project.ProjectSpec.DatasetSpec;
import dev.tidemill.contract.project.ProjectSpec.RequestSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** What must hold of datasets and of the request beyond the schema: names resolve, values are possible. */
final class DatasetRules {
    private static final Set<ColumnType> NUMBERS = Set.of(ColumnType.INT, ColumnType.DOUBLE, ColumnType.FLOAT32);

    private final Section root;
    private final Findings findings;

    DatasetRules(Section root, Findings findings) {
        this.root = root;
        this.findings = findings;
    }

    void check(ProjectSpec spec) {
        spec.datasets().forEach((name, dataset) -> dataset(root.get("datasets").get(name), dataset));
        if (spec.request() != null) {
            request(root.get("request"), spec.request());
        }
    }

    private void dataset(Section at, DatasetSpec dataset) {
        declared(at.get("key"), dataset.key(), dataset.columns());
        declared(at.get("outcomes"), dataset.outcomes(), dataset.columns());
        timeColumn(at.get("event-time"), dataset.eventTime(), dataset.columns());
        availability(at, dataset);
        for (int i = 0; i < dataset.outcomes().size(); i++) {
            String outcome = dataset.outcomes().get(i);
            if (dataset.key().contains(outcome) || dataset.eventTime().equals(outcome)) {
                findings.error(
                        at.pointer() + "/outcomes/" + i,
                        outcome,
                        "a column that is neither part of the key nor the event time");
            }
        }
        columns(at, dataset.columns(), false);
        Set<String> names = new HashSet<>();
        for (int i = 0; i < dataset.checks().size(); i++) {
            String name = dataset.checks().get(i).name();
            if (!names.add(name)) {
                findings.error(at.pointer() + "/checks/" + i + "/name", name, "a name that no other check has");
            }
        }
        String delimiter = dataset.source().delimiter();
        if (delimiter != null && (delimiter.equals("\"") || delimiter.equals("\n") || delimiter.equals("\r"))) {
            findings.error(at.pointer() + "/source/delimiter", delimiter, "a character other than a quote or line end");
        }
    }

    private void availability(Section at, DatasetSpec dataset) {
        Section column = at.get("available-at");
        if (column.node().isTextual()) {
            timeColumn(column, column.node().asText(), dataset.columns());
        }
        if (at.has("available-at") && at.has("available-after")) {
            findings.error(
                    at.pointer() + "/available-after",
                    at.text("available-after", ""),
                    "either available-at or available-after");
        } else if (!at.has("available-at") && !at.has("available-after")) {
            findings.error(
                    at.pointer() + "/available-at",
                    "",
                    "available-at (a timestamp column, or {sql: ...}) or available-after (such as PT1H):"
                            + " when a row could be known");
        }
    }

    private void request(Section at, RequestSpec request) {
        if (request.key().isEmpty()) {
            findings.error(at.pointer() + "/key", "", "the request columns (or the time) that identify a request");
        }
        for (int i = 0; i < request.key().size(); i++) {
            String name = request.key().get(i);
            ColumnSpec column = request.columns().get(name);
            if (column == null && !name.equals(request.time())) {
                findings.error(
                        at.pointer() + "/key/" + i,
                        name,
                        "a request column or the time: "
                                + Spelling.expected(request.columns().keySet(), name));
            } else if (column != null && !column.required() && !name.equals(request.time())) {
                findings.error(
                        at.get("columns").get(name).pointer(),
                        name,
                        "required: true, as the column is part of the key");
            }
        }
        ColumnSpec time = request.columns().get(request.time());
        if (time != null && time.type() != ColumnType.TIMESTAMP) {
            findings.error(
                    at.get("columns").get(request.time()).pointer() + "/type",
                    time.type().name().toLowerCase(Locale.ROOT),
                    "timestamp, as the column is the prediction time");
        }
        columns(at, request.columns(), true);
    }

    private void columns(Section owner, Map<String, ColumnSpec> columns, boolean ofRequest) {
        columns.forEach((name, column) -> column(owner.get("columns").get(name), column, ofRequest));
        Set<String> names = new HashSet<>();
        for (String name : columns.keySet()) {
            if (!names.add(name.toLowerCase(Locale.ROOT))) {
                findings.error(
                        owner.get("columns").get(name).pointer(),
                        name,
                        "a name that differs in more than upper and lower case");
            }
        }
    }

    private void column(Section at, ColumnSpec column, boolean ofRequest) {
        String pattern = column.pattern();
        if (pattern != null) {
            onlyFor(at.get("pattern"), pattern, column.type() == ColumnType.STRING, "string");
            try {
                Pattern.compile(pattern);
            } catch (PatternSyntaxException e) {
                findings.error(at.pointer() + "/pattern", pattern, "a regular expression: " + e.getDescription());
            }
        }
        onlyFor(at.get("values"), column.values(), column.type() == ColumnType.STRING, "string");
        onlyFor(at.get("min"), column.min(), NUMBERS.contains(column.type()), "int or double");
        onlyFor(at.get("max"), column.max(), NUMBERS.contains(column.type()), "int or double");
        if (column.min() != null && column.max() != null && column.min() > column.max()) {
            findings.error(at.pointer() + "/max", column.max(), "at least min, which is " + column.min());
        }
        if (column.entity() != null && !ofRequest) {
            findings.error(at.pointer() + "/entity", column.entity(), "no entity: request columns carry entities");
        }
        boolean keyLike = column.type() == ColumnType.STRING || column.type() == ColumnType.INT;
        onlyFor(at.get("entity"), ofRequest ? column.entity() : null, keyLike, "string or int");
    }

    private void onlyFor(Section at, @Nullable Object value, boolean fits, String types) {
        if (value != null && !fits) {
            findings.error(at.pointer(), value, "type " + types + " for this rule");
        }
    }

    private void timeColumn(Section at, String name, Map<String, ColumnSpec> columns) {
        ColumnSpec column = columns.get(name);
        if (column == null) {
            findings.error(at.pointer(), name, "a column of the dataset: " + Spelling.expected(columns.keySet(), name));
        } else if (column.type() != ColumnType.TIMESTAMP && column.type() != ColumnType.DATE) {
            findings.error(at.pointer(), name, "a column of type timestamp or date");
        }
    }

    private void declared(Section at, List<String> names, Map<String, ColumnSpec> columns) {
        for (int i = 0; i < names.size(); i++) {
            if (!columns.containsKey(names.get(i))) {
                findings.error(
                        at.pointer() + "/" + i,
                        names.get(i),
                        "a column of the dataset: " + Spelling.expected(columns.keySet(), names.get(i)));
            }
        }
    }
}
