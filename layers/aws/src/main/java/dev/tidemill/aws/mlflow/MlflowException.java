package dev.tidemill.aws.mlflow;

/** An answer of the tracking server that is no success. */
public final class MlflowException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String errorCode;

    MlflowException(String request, int status, String errorCode, String message) {
        super(request + " was answered " + status + " " + errorCode + ": " + message);
        this.status = status;
        this.errorCode = errorCode;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** MLflow's word for it, such as {@code RESOURCE_DOES_NOT_EXIST}; empty when the answer has none. */
    public String errorCode() {
        return errorCode;
    }
}
