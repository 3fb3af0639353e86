package dev.tidemill.aws.dynamodb;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Instants as text of one width, whose order is that of time (years 0000 to 9999). */
final class SortableTime {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private SortableTime() {}

    static String of(Instant instant) {
        return FORMAT.format(instant);
    }
}
