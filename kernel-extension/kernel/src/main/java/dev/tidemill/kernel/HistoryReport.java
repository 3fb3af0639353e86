package dev.tidemill.kernel;

import dev.tidemill.client.AliasMove;
import dev.tidemill.client.ModelEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What happened to a model, as tables. */
final class HistoryReport {
    private static final int LONGEST = 60;

    /** Of one event: a history that was taken over is a page of others. */
    private static final int MOST_CHANGES = 20;

    /** What changes with everything else, or is told by the event's own columns. */
    private static final Set<String> UNTOLD =
            Set.of("model.updatedAt", "version.updatedAt", "version.createdAt", "version.manifest", "source.id");

    private HistoryReport() {}

    static HtmlTable events(String model, List<ModelEvent> events) {
        List<List<String>> rows = events.stream()
                .map(event -> List.of(
                        Reports.time(event.time()),
                        event.type(),
                        event.version() == null ? "" : String.valueOf(event.version()),
                        String.join("\n", changes(event)),
                        event.who(),
                        event.why(),
                        event.request()))
                .toList();
        return new HtmlTable(
                rows.isEmpty() ? "Nothing of the kind happened to model " + model + "." : "history of model " + model,
                List.of("time", "what", "version", "change", "who", "why", "request"),
                rows);
    }

    static HtmlTable move(AliasMove move) {
        List<List<String>> rows = List.of(
                List.of("version", String.valueOf(move.version())),
                List.of("since", Reports.time(move.since())),
                List.of("moved by", move.movedBy()),
                List.of("why", move.why()),
                List.of("before", move.previousVersion() == null ? "" : "version " + move.previousVersion()),
                List.of("request", move.request()));
        return new HtmlTable(move.alias() + " of model " + move.model(), List.of("what", "value"), rows);
    }

    private static List<String> changes(ModelEvent event) {
        Set<String> fields = new TreeSet<>(event.before().keySet());
        fields.addAll(event.after().keySet());
        fields.removeAll(UNTOLD);
        fields.removeIf(field -> field.startsWith("model.aliasSince."));
        List<String> changes = new ArrayList<>();
        for (String field : fields) {
            String before = event.before().get(field);
            String after = event.after().get(field);
            if (before == null && after != null) {
                changes.add(field + ": " + shortened(after));
            } else if (before != null) {
                changes.add(field + ": " + shortened(before) + " → " + (after == null ? "nothing" : shortened(after)));
            }
        }
        int more = changes.size() - MOST_CHANGES;
        if (more <= 0) {
            return changes;
        }
        List<String> first = new ArrayList<>(changes.subList(0, MOST_CHANGES));
        first.add("and " + more + " more");
        return first;
    }

    private static String shortened(String text) {
        String line = text.replace('\n', ' ');
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
