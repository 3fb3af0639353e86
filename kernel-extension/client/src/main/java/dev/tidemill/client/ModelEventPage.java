package dev.tidemill.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of what happened to a model, newest first.
 *
 * @param events may be fewer than were asked for, or none, though another page follows
 * @param nextPageToken what the next page is asked with; null when this is the last
 */
public record ModelEventPage(
        List<ModelEvent> events, @Nullable String nextPageToken) {
    public ModelEventPage {
        events = List.copyOf(events);
    }

    static ModelEventPage of(Document json) {
        Document next = json.at("nextPageToken");
        return new ModelEventPage(
                json.at("events").elements().stream().map(ModelEvent::of).toList(),
                next.isPresent() ? next.text() : null);
    }
}
