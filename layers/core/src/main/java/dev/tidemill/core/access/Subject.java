package dev.tidemill.core.access;

import org.jspecify.annotations.Nullable;

/**
 * What a request is about.
 *
 * @param project null when it is no project
 * @param model a registered model; null when it is none
 */
public record Subject(@Nullable String project, @Nullable String model) {
    /** The workspace as a whole. */
    public static final Subject WORKSPACE = new Subject(null, null);

    /** A project. */
    public static Subject project(String name) {
        return new Subject(name, null);
    }

    /** A registered model. */
    public static Subject model(String name) {
        return new Subject(null, name);
    }
}
