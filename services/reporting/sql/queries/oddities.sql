-- The events that could not be read or are not the tenant's: they keep a row that says why, and count for nothing.
SELECT oddity, topic, count(*) AS events, min(position) AS first_position, max(position) AS last_position
FROM events
WHERE oddity IS NOT NULL
    AND {in_scope(school)}
GROUP BY oddity, topic
ORDER BY oddity, topic
