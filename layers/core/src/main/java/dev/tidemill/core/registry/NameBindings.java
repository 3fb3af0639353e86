package dev.tidemill.core.registry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which models have borne a name, and when: models are created, renamed and deleted, and their histories stay.
 *
 * @param bindings oldest first; only the last may be without end
 */
public record NameBindings(List<Binding> bindings) {
    /** A name that nobody has borne. */
    public static final NameBindings NONE = new NameBindings(List.of());

    public NameBindings {
        bindings = List.copyOf(bindings);
    }

    /**
     * A model bearing the name for a while.
     *
     * @param modelId under which a store keeps the model's events
     * @param until when it no longer did; null while it does
     */
    public record Binding(
            String modelId, Instant from, @Nullable Instant until) {}

    /** The model that bears the name; empty when none does. */
    public Optional<String> current() {
        return bindings.isEmpty() || bindings.getLast().until() != null
                ? Optional.empty()
                : Optional.of(bindings.getLast().modelId());
    }

    /** The model whose history is the name's: the one that bears it, or did last. */
    public Optional<String> last() {
        return bindings.isEmpty()
                ? Optional.empty()
                : Optional.of(bindings.getLast().modelId());
    }

    /** The model meant by the name at a time: the one that bore it then, or the one that bears it now. */
    public Optional<String> at(Instant time) {
        for (Binding binding : bindings.reversed()) {
            Instant until = binding.until();
            if (!time.isBefore(binding.from()) && (until == null || time.isBefore(until))) {
                return Optional.of(binding.modelId());
            }
        }
        return current();
    }

    /** With a model that bears it from now on. */
    public NameBindings bind(String modelId, Instant from) {
        List<Binding> next = new ArrayList<>(bindings);
        next.add(new Binding(modelId, from, null));
        return new NameBindings(next);
    }

    /** With the model no longer bearing it. */
    public NameBindings release(Instant until) {
        List<Binding> next = new ArrayList<>(bindings);
        Binding last = next.removeLast();
        next.add(new Binding(last.modelId(), last.from(), until));
        return new NameBindings(next);
    }
}
