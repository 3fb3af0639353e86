-- The last day whose measurements are known: two days before the forecast day, since yesterday's come six hours after it ended.
SELECT station, day AS event_time, _available_at AS available_at, temp_max, temp_min, wind, precipitation
FROM days
