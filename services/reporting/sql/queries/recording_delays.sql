-- How long after it happened something was written down, by school, by kind of event, and all together.
WITH written AS (
    SELECT school, topic, greatest(epoch(documented_at) - epoch(occurred_at), 0) / 3600 AS hours
    FROM {events}
    WHERE oddity IS NULL
        AND stream IN ('case', 'heightened_case', 'physical_intervention', 'enforcement', 'avvik')
        AND ($heightened OR stream <> 'heightened_case')
        AND documented_at BETWEEN $period_from AND $period_to
        AND occurred_at <= $moment
        AND documented_at <= coalesce($recorded_by, TIMESTAMP 'infinity')
        AND ($schools::VARCHAR[] IS NULL OR list_contains($schools::VARCHAR[], school))
),
counted AS (
    SELECT
        CASE WHEN grouping(school) = 0 THEN 'school' WHEN grouping(topic) = 0 THEN 'topic' ELSE 'all' END AS per,
        coalesce(school, topic) AS value,
        count(*) AS events,
        count(*) FILTER (hours > 24) AS after_a_day,
        count(*) FILTER (hours > 24 * 7) AS after_a_week,
        quantile_cont(hours, [0.5, 0.9]) AS of_hours
    FROM written
    GROUP BY GROUPING SETS ((school), (topic), ())
)
SELECT
    per, value, named.name, events, after_a_day, after_a_week, of_hours[1] AS median_hours, of_hours[2] AS p90_hours
FROM counted
LEFT JOIN (SELECT school, arg_max(name, registered_at) AS name FROM schools GROUP BY school) AS named
    ON per = 'school' AND value = named.school
ORDER BY per, after_a_week DESC, after_a_day DESC, value
