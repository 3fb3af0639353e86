package dev.tidemill.infra;

import java.nio.file.Path;

/**
 * What the stack of MLflow's user interface is made of.
 *
 * @param site zip of the files as they are served, see {@link MlflowUiSite}
 * @param api with the API for bearer tokens
 */
public record MlflowUiStackProps(Path site, ApiStack api) {}
