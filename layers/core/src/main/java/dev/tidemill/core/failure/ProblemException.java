package dev.tidemill.core.failure;

import java.util.List;

/** Carries a {@link Problem} to the one place that turns it into an answer; every other exception means "try again". */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    public ProblemException(Problem problem) {
        super(problem.code() + ": " + problem.message());
        this.problem = problem;
    }

    public ProblemException(String code, String message) {
        this(new Problem(code, message));
    }

    public ProblemException(String code, String message, List<Problem.Detail> details) {
        this(new Problem(code, message, details));
    }

    /** What went wrong. */
    public Problem problem() {
        return problem;
    }
}
