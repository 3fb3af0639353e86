-- One row for each day to forecast, at twelve hours before it begins. The day's own measurements are outcomes and read as null.
SELECT station, day AS target_date, day - INTERVAL 12 HOURS AS predict_at
FROM days
