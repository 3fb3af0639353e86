package dev.tidemill.core.feature;

import dev.tidemill.core.Workspace;

/**
 * Names one online item.
 *
 * @param viewVersion content hash of the view's definition
 * @param entity the entity's key as text
 */
public record FeatureKey(Workspace workspace, String project, String view, String viewVersion, String entity) {}
