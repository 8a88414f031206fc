-- How far the warehouse has come, and the time from an event's recording until it counted; the seconds are put in by the process.
SELECT
    coalesce((SELECT position FROM follow_position WHERE what = 'events'), 0) AS events,
    coalesce((SELECT position FROM follow_position WHERE what = 'facts'), 0) AS position,
    (SELECT recorded_at FROM events ORDER BY position DESC LIMIT 1) AS last_recorded_at
