-- How long after it happened something was written down, by school, by kind of event, and all together.
WITH written AS (
    SELECT school, topic, greatest(epoch_us(documented_at) - epoch_us(occurred_at), 0) AS delay
    FROM {events}
    WHERE oddity IS NULL
        AND (stream IN ('case', 'physical_intervention', 'enforcement', 'avvik') OR ($heightened AND stream = 'heightened_case'))
        AND documented_at BETWEEN $period_from AND $period_to
        AND occurred_at <= $moment
        AND documented_at <= coalesce($recorded_by, TIMESTAMP 'infinity')
        AND {in_scope(school)}
),
counted AS (
    SELECT
        CASE WHEN grouping(school) = 0 THEN 'school' WHEN grouping(topic) = 0 THEN 'topic' ELSE 'all' END AS per,
        coalesce(school, topic) AS value,
        count(*) AS events,
        count(*) FILTER (delay > 86_400_000_000) AS after_a_day,
        count(*) FILTER (delay > 7 * 86_400_000_000) AS after_a_week,
        quantile_cont(delay, [0.5, 0.9]) AS delays
    FROM written
    GROUP BY GROUPING SETS ((school), (topic), ())
)
SELECT
    per, value, named.name, events, after_a_day, after_a_week, delays[1] / 3_600_000_000 AS median_hours, delays[2] / 3_600_000_000 AS p90_hours
FROM counted
LEFT JOIN {school_names} AS named
    ON CASE per WHEN 'school' THEN value END = named.school
ORDER BY per, after_a_week DESC, after_a_day DESC, value
