package dev.tidemill.core.capture;

import java.util.List;

/** Takes predictions before they are answered; what it has taken is not lost. Safe for use by several threads. */
public interface CaptureQueue {
    /**
     * Hands over the predictions of one request as one message, or as an object and a pointer when they are large.
     *
     * @param records JSON objects of one shape (the capture envelope)
     * @throws RuntimeException when they could not be handed over; the request must then fail
     */
    void send(String workspace, String model, List<String> records);
}
