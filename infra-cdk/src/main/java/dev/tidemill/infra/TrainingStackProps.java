package dev.tidemill.infra;

import java.util.List;
import java.util.Optional;

/**
 * What the training stack needs.
 *
 * @param settings of the app
 * @param place where it is deployed
 * @param image of the trainer, by digest on AWS
 * @param trackingUrl base address of the API that the trainer tracks through; empty when the runner of jobs adds it
 * @param keyArn of the customer key; empty where AWS's own keys encrypt
 * @param trackingRoutes ARN patterns of the API's routes that the trainer may call; empty where the API is open
 */
public record TrainingStackProps(
        Settings settings,
        Place place,
        String image,
        String trackingUrl,
        Optional<String> keyArn,
        List<String> trackingRoutes) {
    public TrainingStackProps {
        trackingRoutes = List.copyOf(trackingRoutes);
    }
}
