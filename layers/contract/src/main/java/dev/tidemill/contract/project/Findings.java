package dev.tidemill.contract.project;

import dev.tidemill.core.failure.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Collects everything that is wrong with one project, so that a user hears of all of it at once. Not thread-safe. */
final class Findings {
    private static final int LONGEST_VALUE = 120;

    private final List<Problem.Detail> errors = new ArrayList<>();
    private final List<Problem.Detail> later = new ArrayList<>();
    private final List<Problem.Detail> warnings = new ArrayList<>();
    private UnaryOperator<String> placeOf = pointer -> YamlDocument.FILE + " " + pointer;

    /** Places that are told by JSON pointer from now on are those of this document. */
    void locateIn(YamlDocument document) {
        placeOf = document::place;
    }

    void error(String pointer, @Nullable Object value, String expected) {
        errors.add(new Problem.Detail(placeOf.apply(pointer), shortened(value), expected));
    }

    void errorInFile(String place, @Nullable Object value, String expected) {
        errors.add(new Problem.Detail(place, shortened(value), expected));
    }

    void notYet(String pointer, @Nullable Object value, String insteadOf) {
        later.add(new Problem.Detail(placeOf.apply(pointer), shortened(value), "not yet: " + insteadOf));
    }

    void warn(String place, @Nullable Object value, String expected) {
        warnings.add(new Problem.Detail(place, shortened(value), expected));
    }

    boolean hasErrors() {
        return !errors.isEmpty();
    }

    List<Problem.Detail> errors() {
        return errors;
    }

    /** Words that are part of the format and not built. */
    List<Problem.Detail> later() {
        return later;
    }

    List<Problem.Detail> warnings() {
        return List.copyOf(warnings);
    }

    private static String shortened(@Nullable Object value) {
        String text = value == null ? "" : value.toString();
        return text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE) + "...";
    }
}
