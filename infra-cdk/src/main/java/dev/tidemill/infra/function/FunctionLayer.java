package dev.tidemill.infra.function;

/** The two Lambda layers; a function gets one only where its code is in it. */
public enum FunctionLayer {
    /** AWS SDK, Jackson, Powertools. */
    RUNTIME("runtime", "layers/aws/target/runtime-layer.zip"),
    /** DuckDB, Arrow, Iceberg. */
    COLUMNAR("columnar", "layers/columnar/target/columnar-layer.zip");

    private final String word;
    private final String zip;

    FunctionLayer(String word, String zip) {
        this.word = word;
        this.zip = zip;
    }

    /** The layer's name without the prefix {@code tidemill-}. */
    public String word() {
        return word;
    }

    /** Where the build puts it, relative to the repository's root. */
    public String zip() {
        return zip;
    }
}
