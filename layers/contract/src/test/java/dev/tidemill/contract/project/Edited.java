package dev.tidemill.contract.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;

/** A small valid project, and the same with one place edited. */
final class Edited {
    static final String PROJECT = """
            apiVersion: tidemill/v1
            project: late-parcels
            goal:
              problem: binary
              statement: Will a parcel arrive late?
            datasets:
              parcels:
                source: {format: csv, null-values: [NA]}
                key: [parcel]
                event-time: sent_at
                available-after: PT8H
                outcomes: [delay]
                columns:
                  parcel: {type: string, required: true, pattern: "[A-Z]{2}[0-9]+"}
                  depot: {type: string, required: true}
                  sent_at: {type: timestamp, required: true}
                  delay: {type: double, min: 0, max: 100}
                checks:
                  - {name: enough-rows, sql: "count(*) > 10", on-violation: fail}
            request:
              key: [parcel]
              time: predict_at
              columns:
                parcel: {type: string, required: true}
                depot: {type: string, required: true, entity: depot}
                weight: {type: double, min: 0}
            features:
              views:
                jam: {entity: depot, from: parcels, window: PT4H, by: available-at, columns: {late_share: avg(delay)}}
                weather: {entity: depot, sql: features/weather.sql, ttl: PT6H}
              on-demand:
                heavy: {type: bool, expression: "weight > 20"}
            label:
              name: late
              sql: features/labels.sql
            training:
              examples: {sql: features/requests.sql}
              inputs:
                numeric: [weight, heavy, jam.late_share, weather.visib]
                categorical: [depot]
              split: {by: time, validation: P1M, test: P1M}
              trainer: {algorithm: xgboost}
              resources: {vcpus: 2, memory: 4GB}
            evaluation:
              baseline: {mean-by: [depot]}
              gates:
                - {metric: log-loss, against: baseline, better-by: 1%}
            serving: {model: parcel-delay, threshold: 0.3}
            monitoring: {retrain-on: {new-labels: 500}, cool-down: P1D}
            """;

    private Edited() {}

    static Map<String, String> files(String yaml) {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("project.yaml", yaml);
        files.put("features/weather.sql", "SELECT depot, at AS event_time, at AS available_at, visib FROM parcels");
        files.put(
                "features/labels.sql", "SELECT parcel, delay > 1 AS value, _available_at AS available_at FROM parcels");
        files.put(
                "features/requests.sql",
                "SELECT parcel, depot, NULL::DOUBLE AS weight, sent_at AS predict_at FROM parcels");
        return files;
    }

    /** The files with the first occurrence of a text replaced, which must be there. */
    static Map<String, String> files(String text, String replacement) {
        assertThat(PROJECT).contains(text);
        int at = PROJECT.indexOf(text);
        return files(PROJECT.substring(0, at) + replacement + PROJECT.substring(at + text.length()));
    }

    /** The line of {@link #PROJECT}, from 1, in which a text first stands. */
    static int line(String text) {
        int at = PROJECT.indexOf(text);
        return (int) PROJECT.substring(0, at).chars().filter(c -> c == '\n').count() + 1;
    }
}
