-- The day's high in degrees Celsius, known when the day's row is (available-after in project.yaml).
SELECT station, day AS target_date, temp_max AS value, _available_at AS available_at
FROM days
