package dev.tidemill.core.capture;

import java.util.ArrayList;
import java.util.List;

/** Captured predictions in memory. */
public final class InMemoryCaptureQueue implements CaptureQueue {
    private final List<String> records = new ArrayList<>();
    private boolean broken;

    /** Everything handed over, in order. */
    public synchronized List<String> records() {
        return List.copyOf(records);
    }

    /** Makes every further hand-over fail. */
    public synchronized void breakDown() {
        broken = true;
    }

    @Override
    public synchronized void send(String workspace, String model, List<String> newRecords) {
        if (broken) {
            throw new IllegalStateException("the queue takes nothing");
        }
        records.addAll(newRecords);
    }
}
