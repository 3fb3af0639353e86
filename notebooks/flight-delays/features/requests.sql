-- One row for each flight of the schedule, with exactly the request's columns: what is known two hours ahead.
-- The dataset's outcomes read as null here, so nothing may filter on them: cancelled flights were on the schedule too.
SELECT
    -- time_hour is the scheduled hour in UTC, right across daylight saving; the local columns hour and day are not unique in November.
    time_hour + to_minutes(minute)                     AS scheduled_departure,
    carrier,
    flight,
    origin,
    dest,
    distance,
    time_hour + to_minutes(minute) - INTERVAL 2 HOURS  AS predict_at
FROM flights
