package dev.tidemill.functionhost;

/** Where deployed functions are looked up. Implementations are safe for use by many threads. */
public interface FunctionCatalog {
    /**
     * Reads the present configuration of a function.
     *
     * @param name the function's name
     * @param version {@code $LATEST} or the number of a published version
     * @throws UnknownFunctionException when there is no such function or version
     */
    FunctionVersion find(String name, String version);

    /** No function or version of that name is deployed. */
    final class UnknownFunctionException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnknownFunctionException(String name, String version, Throwable cause) {
            super("No function " + name + " with version " + version + " is deployed", cause);
        }
    }
}
