package dev.tidemill.trackingapi.model;

import dev.tidemill.core.Sha256;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.storage.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** What the files of an imported model say of it, when they are in the workspace's part of our artifacts store. */
final class ModelFiles {
    private static final String DESCRIPTION = "MLmodel";
    private static final long MOST_BYTES = 64L << 20;
    private static final int MOST_FILES = 200;
    private static final int MOST_SIGNATURE = 50_000;

    private final ObjectStore artifacts;

    ModelFiles(ObjectStore artifacts) {
        this.artifacts = artifacts;
    }

    /**
     * Reads what can be known of a model.
     *
     * @param location address of its folder
     * @return {@code signature}: the block of that name in its MLmodel file; {@code sha256}: of the lines {@code hash
     *     path} of its files by path, when they are not too many or too large to be read; either may lack
     */
    Map<String, String> at(Workspace workspace, String location) {
        Map<String, String> known = new HashMap<>();
        String address = artifacts.uri("x").toString();
        String root = address.substring(0, address.length() - 1);
        if (!location.startsWith(root + "w/" + workspace.name() + "/")) {
            return known;
        }
        String folder = location.substring(root.length()).replaceAll("/+$", "") + "/";
        artifacts
                .read(folder + DESCRIPTION)
                .map(content -> signature(new String(content, StandardCharsets.UTF_8)))
                .filter(signature -> !signature.isEmpty() && signature.length() <= MOST_SIGNATURE)
                .ifPresent(signature -> known.put("signature", signature));
        String hash = hash(folder);
        if (!hash.isEmpty()) {
            known.put("sha256", hash);
        }
        return known;
    }

    private static String signature(String description) {
        StringBuilder block = new StringBuilder();
        boolean within = false;
        for (String line : description.split("\n", -1)) {
            if (within && !line.startsWith(" ")) {
                break;
            }
            if (within) {
                block.append(line.strip()).append('\n');
            }
            within = within || line.startsWith("signature:");
        }
        return block.toString().strip();
    }

    private String hash(String folder) {
        List<String> keys = artifacts.list(folder);
        long bytes = keys.size() > MOST_FILES
                ? Long.MAX_VALUE
                : keys.stream().mapToLong(key -> artifacts.size(key).orElse(0L)).sum();
        if (keys.isEmpty() || bytes > MOST_BYTES) {
            return "";
        }
        MessageDigest digest = Sha256.digest();
        for (String key : keys) {
            byte[] content = artifacts.read(key).orElse(new byte[0]);
            String line = Sha256.hex(content) + " " + key.substring(folder.length()) + "\n";
            digest.update(line.getBytes(StandardCharsets.UTF_8));
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
