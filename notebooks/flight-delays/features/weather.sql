-- Hourly observations by airport. Known one hour after the hour they are dated (available-after in project.yaml).
SELECT
    origin           AS airport,
    -- time_hour is UTC; year, month, day and hour are local and repeat an hour on 3 November.
    time_hour        AS event_time,
    _available_at    AS available_at,
    temp,
    dewp,
    humid,
    -- wind_dir (degrees, null when calm) and wind_gust (null in 4 of 5 rows) are left out.
    wind_speed,
    precip,
    -- pressure is null in 1 of 10 rows: it stays null, and the trainer keeps missing values.
    pressure,
    visib
FROM weather
