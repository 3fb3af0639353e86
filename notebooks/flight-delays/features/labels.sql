-- The outcome of each flight, by request key.
SELECT
    time_hour + to_minutes(minute)  AS scheduled_departure,
    carrier,
    flight,
    origin,
    -- arr_delay is null for cancelled and diverted flights: null in, null out, which closes them without a label (never "on time").
    arr_delay > 15                  AS value,
    _available_at                   AS available_at
FROM flights
