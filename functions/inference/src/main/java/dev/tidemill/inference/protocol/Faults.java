package dev.tidemill.inference.protocol;

import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with a request. For one thread. */
final class Faults {
    private static final int MOST = 20;
    private static final int SHOWN = 80;

    private final List<Problem.Detail> details = new ArrayList<>();

    void add(String place, String value, String expected) {
        String shown = value.length() <= SHOWN ? value : value.substring(0, SHOWN) + "...";
        details.add(new Problem.Detail(place, shown, expected));
    }

    void addAll(List<Problem.Detail> more) {
        details.addAll(more);
    }

    boolean isFull() {
        return details.size() >= MOST;
    }

    /**
     * @throws ProblemException {@code INVALID_REQUEST} when there is a fault
     */
    void check() {
        if (!details.isEmpty()) {
            throw new ProblemException("INVALID_REQUEST", "The request does not keep the model's contract", details);
        }
    }

    static ProblemException of(String place, String value, String expected) {
        Faults faults = new Faults();
        faults.add(place, value, expected);
        return new ProblemException("INVALID_REQUEST", "The request cannot be read", faults.details);
    }
}
