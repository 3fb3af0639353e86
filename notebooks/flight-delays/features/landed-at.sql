-- When the row of one flight is complete: the earliest time at which anything may be computed from its outcomes.
-- Scalar expression over the columns of one row. All arithmetic is in minutes from the scheduled departure in UTC:
-- the clock columns (dep_time, arr_time) are local, in two zones, cross midnight and contain 2400, so none is read here.
time_hour + to_minutes(minute)
    + CASE
        -- Cancelled: no outcome will ever come; the row is closed 6 hours after the scheduled departure.
        WHEN dep_delay IS NULL THEN to_minutes(360)
        -- Departed but never arrived here (diverted): closed a day after the actual departure.
        WHEN arr_delay IS NULL THEN to_minutes(dep_delay + 1440)
        -- Arrived: minutes in the air plus 120 for both taxi times, which the data lacks.
        ELSE to_minutes(dep_delay + air_time + 120)
      END
