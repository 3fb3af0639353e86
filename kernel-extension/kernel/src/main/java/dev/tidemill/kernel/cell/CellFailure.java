package dev.tidemill.kernel.cell;

import java.util.List;
import java.util.Objects;

/** Why a cell ended early, as its user is told. */
public final class CellFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String name;
    private final transient List<String> lines;

    /**
     * @param name class name of what was thrown, or what kind of failure it is
     * @param message one sentence, empty when there is none
     * @param lines what is shown, with ANSI colours
     */
    CellFailure(String name, String message, List<String> lines) {
        super(message, null, false, false);
        this.name = name;
        this.lines = List.copyOf(lines);
    }

    /** Class name of what was thrown as its user wrote it, or what kind of failure it is. */
    public String name() {
        return name;
    }

    /** One sentence; empty when there is none. */
    public String message() {
        return Objects.requireNonNullElse(getMessage(), "");
    }

    /** What is shown, with ANSI colours. */
    public List<String> lines() {
        return lines == null ? List.of() : lines;
    }
}
