package dev.tidemill.trainer;

import dev.tidemill.learning.ModelBundle;
import java.time.Instant;

/**
 * The version that a new one is compared with.
 *
 * @param cutOff the latest label availability of any row that it was trained on
 */
public record Champion(int version, Instant cutOff, ModelBundle bundle) {}
