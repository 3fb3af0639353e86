package dev.tidemill.trainer;

import dev.tidemill.columnar.DatasetSource;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * Everything outside that a training reaches.
 *
 * @param tags for the snapshots that a request does not give; those that it gives are kept already
 * @param folder for temporary files
 */
public record TrainerPorts(
        Revisions revisions,
        DatasetSource datasets,
        SnapshotTags tags,
        Champions champions,
        RunLog runs,
        Artifacts artifacts,
        JobFacts job,
        Path folder,
        InstantSource clock) {}
