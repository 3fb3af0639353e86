package dev.tidemill.inference;

/** What the function does: answers requests, and verifies versions. */
record Inference(InferenceDoor door, VerifyOnline verify) {}
