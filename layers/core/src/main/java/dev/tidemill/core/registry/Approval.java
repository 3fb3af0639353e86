package dev.tidemill.core.registry;

import java.time.Instant;

/**
 * Someone's word that a version may go into production.
 *
 * @param why in words; empty when nothing was said
 */
public record Approval(String who, String why, Instant time) {}
