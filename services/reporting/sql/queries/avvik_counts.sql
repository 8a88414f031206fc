-- Avvik by school, kind, grade, rule, age and stage, and all together: what came and was closed in the period, what waits now.
WITH known AS (
    SELECT
        *,
        raised_at BETWEEN $period_from AND $period_to AS is_raised,
        coalesce(closed_at BETWEEN $period_from AND $period_to, FALSE) AS is_closed,
        closed_at IS NULL AS is_open,
        date_diff('day', local_day(raised_at), local_day(closed_at)) AS treated_days
    FROM {known_avvik}
),
counted AS (
    SELECT
        CASE
            WHEN grouping(school) = 0 THEN 'school'
            WHEN grouping(kind) = 0 THEN 'kind'
            WHEN grouping(grade) = 0 THEN 'grade'
            WHEN grouping(rule) = 0 THEN 'rule'
            WHEN grouping(age) = 0 THEN 'age'
            WHEN grouping(stage) = 0 THEN 'stage'
            ELSE 'all'
        END AS per,
        coalesce(school, kind, grade, rule, age, stage) AS value,
        count(*) FILTER (is_raised) AS raised,
        count(*) FILTER (is_closed) AS closed,
        count(*) FILTER (is_open) AS open,
        count(*) FILTER (is_overdue) AS overdue,
        median(age_days) FILTER (is_open) AS median_days,
        max(age_days) FILTER (is_open) AS oldest_days,
        median(treated_days) FILTER (is_closed) AS treated_median_days
    FROM known
    GROUP BY GROUPING SETS ((school), (kind), (grade), (rule), (age), (stage), ())
)
SELECT per, value, name, title_nb, title_nn, title_en, counted.* EXCLUDE (per, value)
FROM counted
LEFT JOIN {school_names} AS named
    ON CASE per WHEN 'school' THEN value END = named.school
LEFT JOIN {rule_names} AS rule_names ON CASE per WHEN 'rule' THEN value END = rule_names.rule
WHERE raised + closed + open > 0 OR per = 'all'
ORDER BY per, open DESC, raised DESC, value
