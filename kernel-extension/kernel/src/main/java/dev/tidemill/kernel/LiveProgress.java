package dev.tidemill.kernel;

import dev.tidemill.client.Execution;
import dev.tidemill.client.ProgressListener;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/** Shows how an execution goes, in one place that is written anew: the states it went through and the time so far. */
final class LiveProgress implements ProgressListener {
    private final Output output;
    private final Set<String> states = new LinkedHashSet<>();

    LiveProgress(Output output) {
        this.output = output;
    }

    @Override
    public void onProgress(Progress progress) {
        Execution execution = progress.execution();
        if (!progress.state().isEmpty()) {
            states.add(progress.state());
        }
        String seconds = String.format(Locale.ROOT, "%.1f s", progress.elapsed().toMillis() / 1000.0);
        String head = execution.kind() + " " + execution.id() + ": " + execution.status() + ", " + seconds;
        StringBuilder boxes =
                new StringBuilder("<div><b>").append(HtmlTable.escaped(head)).append("</b><br>");
        int i = 0;
        for (String state : states) {
            i++;
            boolean now = i == states.size() && execution.isRunning();
            boxes.append(
                            "<span style=\"border:1px solid currentColor;border-radius:3px;padding:0 6px;margin-right:4px;")
                    .append(now ? "font-weight:bold" : "opacity:0.6")
                    .append("\">")
                    .append(HtmlTable.escaped(state))
                    .append("</span>");
        }
        output.show(execution.id(), boxes.append("</div>").toString(), head + " " + String.join(" > ", states));
    }
}
