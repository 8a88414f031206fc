-- How far the warehouse has come: the last event that is in, and the last that counts in every figure.
SELECT
    coalesce((SELECT position FROM follow_position WHERE what = 'events'), 0) AS events,
    coalesce((SELECT position FROM follow_position WHERE what = 'facts'), 0) AS position,
    (SELECT recorded_at FROM events ORDER BY position DESC LIMIT 1) AS last_recorded_at
