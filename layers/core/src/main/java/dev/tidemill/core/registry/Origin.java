package dev.tidemill.core.registry;

import java.util.LinkedHashMap;
import java.util.Map;

/** Where a version comes from. */
public sealed interface Origin {
    /** What stands for a field of an imported version of which nothing is known. */
    String NOT_RECORDED = "not recorded";

    /** Made by a training of ours: its bundle is in the artifacts store and its manifest is complete. */
    record Trained() implements Origin {}

    /**
     * Made elsewhere, and registered by whoever had it. Its record is complete when signature, hash, source and owner are
     * known.
     *
     * @param source address that the client gave, verbatim; empty once the version has been deleted
     * @param storageLocation where its files are, when the source does not say it itself; empty otherwise
     * @param runLink address of the run in another tracking server; empty when none was given
     * @param loggedModel id of the logged model that the source names; empty when it names none
     * @param signature JSON of inputs and outputs, or {@value #NOT_RECORDED}
     * @param sha256 of its files (see {@link dev.tidemill.core.storage.FolderHash}), or {@value #NOT_RECORDED}
     * @param owner who answers for it, or {@value #NOT_RECORDED}
     * @param facts what else is known, by name such as {@code flavors}; {@code why.sha256} tells why there is no hash
     */
    record Imported(
            String source,
            String storageLocation,
            String runLink,
            String loggedModel,
            String signature,
            String sha256,
            String owner,
            Map<String, String> facts)
            implements Origin {
        /** What the name of the fact begins with that tells why a field is not known. */
        public static final String WHY = "why.";

        public Imported {
            facts = Map.copyOf(facts);
        }

        /** The fields that a complete record has and this lacks, with why; empty when it is complete. */
        public Map<String, String> missing() {
            Map<String, String> missing = new LinkedHashMap<>();
            lack(missing, "signature", signature);
            lack(missing, "sha256", sha256);
            lack(missing, "source", source);
            lack(missing, "owner", owner);
            return missing;
        }

        private void lack(Map<String, String> missing, String field, String value) {
            if (value.isEmpty() || value.equals(NOT_RECORDED)) {
                missing.put(field, facts.getOrDefault(WHY + field, NOT_RECORDED));
            }
        }
    }

    /** The origin of a version that a training of ours made. */
    static Origin trained() {
        return new Trained();
    }

    /** An imported version of which only the source is known. */
    static Origin imported(String source) {
        return new Imported(source, "", "", "", NOT_RECORDED, NOT_RECORDED, NOT_RECORDED, Map.of());
    }
}
