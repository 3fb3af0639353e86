package dev.tidemill.core;

import java.util.regex.Pattern;

/**
 * The tenant that every stored key, event and execution begins with.
 *
 * @param name lower-case letters, digits and hyphens, at most 40 characters, starting with a letter
 */
public record Workspace(String name) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");

    /** The workspace of a request that names none. */
    public static final Workspace DEFAULT = new Workspace("default");

    public Workspace {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("workspace '" + name + "': expected lower-case letters, digits and"
                    + " hyphens, starting with a letter, at most 40 characters");
        }
    }
}
