package dev.tidemill.client;

import java.time.Duration;

/** Lets time pass between two looks at something that is not ready. */
@FunctionalInterface
interface Pause {
    void lasting(Duration span) throws InterruptedException;
}
