package dev.tidemill.core.registry;

/** Where a version comes from. */
public sealed interface Origin {
    /** What stands for a field of an imported version of which nothing is known. */
    String NOT_RECORDED = "not recorded";

    /** Made by a training of ours: its bundle is in the artifacts store and its manifest is complete. */
    record Trained() implements Origin {}

    /**
     * Made elsewhere, and registered by whoever had it.
     *
     * @param source address that the client gave, verbatim; empty once the version has been deleted
     * @param storageLocation where its files are, when the source names a logged model; empty otherwise
     * @param runLink address of the run in another tracking server; empty when none was given
     * @param loggedModel id of the logged model that the source names; empty when it names none
     * @param signature JSON of inputs and outputs as its MLmodel file says, or {@value #NOT_RECORDED}
     * @param sha256 of its files, or {@value #NOT_RECORDED}
     * @param owner who answers for it, or {@value #NOT_RECORDED}
     */
    record Imported(
            String source,
            String storageLocation,
            String runLink,
            String loggedModel,
            String signature,
            String sha256,
            String owner)
            implements Origin {}

    /** The origin of a version that a training of ours made. */
    static Origin trained() {
        return new Trained();
    }

    /** An imported version of which only the source is known. */
    static Origin imported(String source) {
        return new Imported(source, "", "", "", NOT_RECORDED, NOT_RECORDED, NOT_RECORDED);
    }
}
