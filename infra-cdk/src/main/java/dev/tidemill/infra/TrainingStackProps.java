package dev.tidemill.infra;

import java.util.List;

/**
 * What the training stack needs.
 *
 * @param settings of the app
 * @param place where it is deployed
 * @param image of the trainer, by digest on AWS
 * @param trackingUrl base address of the API that the trainer tracks through; empty when the runner of jobs adds it
 * @param trackingRoutes ARN patterns of the API's routes that the trainer may call; empty where the API is open
 */
public record TrainingStackProps(
        Settings settings, Place place, String image, String trackingUrl, List<String> trackingRoutes) {
    public TrainingStackProps {
        trackingRoutes = List.copyOf(trackingRoutes);
    }
}
