package dev.tidemill.batchrunner;

/** A request that AWS Batch would refuse as the client's fault. */
final class BatchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BatchException(String message) {
        super(message);
    }
}
