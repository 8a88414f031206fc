-- Use and effect of the period's measures: all together, and by kind, level, target and school.
WITH every AS MATERIALIZED (FROM {measures_used}),
used AS (
    SELECT *, coalesce(template, '') AS kind_of_it, coalesce(level, '') AS level_of_it, coalesce(target, '') AS target_of_it
    FROM every
    WHERE kind = 'set_in'
),
-- Added up as far as no way of counting needs more, before it is added up along each.
summed AS (
    SELECT
        kind_of_it,
        level_of_it,
        target_of_it,
        school,
        grouping(school) = 0 AS is_school,
        count(*) AS measures,
        count(*) FILTER (ordinary_routine) AS routine,
        count(*) FILTER (executed > 0) AS carried_out,
        sum(executed) AS times,
        sum(missed) AS missed_times,
        count(*) FILTER (is_running) AS running,
        sum(due) AS evaluations_due,
        sum(on_time) AS on_time,
        sum(late) AS late,
        sum(overdue) AS overdue,
        count(effect) AS evaluated,
        count(*) FILTER (effect = 'works') AS works,
        count(*) FILTER (effect = 'partly') AS partly,
        count(*) FILTER (effect = 'does_not_work') AS does_not_work,
        count(*) FILTER (conclusion = 'ended') AS ended,
        count(*) FILTER (conclusion = 'ended' AND effect = 'works') AS worked_and_ended,
        count(*) FILTER (conclusion = 'changed') AS changed,
        count(*) FILTER (pupil_participated) AS pupil_chose,
        count(experience_before) AS asked_twice,
        count(*) FILTER (experience_after > experience_before) AS better,
        count(*) FILTER (experience_after = experience_before) AS same,
        count(*) FILTER (experience_after < experience_before) AS worse,
        sum(experience_before) AS before,
        sum(experience_after) FILTER (experience_before IS NOT NULL) AS after,
        count(experience_after) FILTER (experience_before IS NOT NULL) AS asked_after
    FROM used
    GROUP BY GROUPING SETS ((kind_of_it, level_of_it, target_of_it), (school))
),
counted AS (
    SELECT
        CASE
            WHEN grouping(kind_of_it) = 0 THEN 'template'
            WHEN grouping(level_of_it) = 0 THEN 'level'
            WHEN grouping(target_of_it) = 0 THEN 'target'
            ELSE 'all'
        END AS per,
        coalesce(kind_of_it, level_of_it, target_of_it) AS value,
        coalesce(sum(COLUMNS(* EXCLUDE (kind_of_it, level_of_it, target_of_it, school, is_school))), 0)::BIGINT AS '\0'
    FROM summed
    WHERE NOT is_school
    GROUP BY GROUPING SETS ((kind_of_it), (level_of_it), (target_of_it), ())
    UNION ALL
    SELECT 'school', school, * EXCLUDE (kind_of_it, level_of_it, target_of_it, school, is_school)
    FROM summed
    WHERE is_school
),
of_cases AS (
    SELECT
        CASE
            WHEN grouping(kind_of_it) = 0 THEN 'template'
            WHEN grouping(level_of_it) = 0 THEN 'level'
            WHEN grouping(target_of_it) = 0 THEN 'target'
            WHEN grouping(school) = 0 THEN 'school'
            ELSE 'all'
        END AS per,
        coalesce(kind_of_it, level_of_it, target_of_it, school) AS value,
        count(DISTINCT stream_id) AS cases
    FROM used
    GROUP BY GROUPING SETS ((kind_of_it), (level_of_it), (target_of_it), (school), ())
),
others AS (
    SELECT count(*) FILTER (kind = 'at_once') AS at_once, count(*) FILTER (kind = 'declined') AS declined FROM every
)
SELECT
    counted.per,
    counted.value,
    named.name,
    measures,
    cases,
    routine,
    carried_out,
    coalesce(times, 0) AS times,
    coalesce(missed_times, 0) AS missed_times,
    running,
    coalesce(evaluations_due, 0) AS evaluations_due,
    coalesce(on_time, 0) AS on_time,
    coalesce(late, 0) AS late,
    coalesce(overdue, 0) AS overdue,
    evaluated,
    works,
    partly,
    does_not_work,
    ended,
    worked_and_ended,
    changed,
    pupil_chose,
    asked_twice,
    better,
    same,
    worse,
    before / nullif(asked_twice, 0) AS mean_before,
    after / nullif(asked_after, 0) AS mean_after,
    CASE WHEN counted.per = 'all' THEN at_once END AS at_once,
    CASE WHEN counted.per = 'all' THEN declined END AS declined
FROM counted
JOIN of_cases ON counted.per = of_cases.per AND counted.value IS NOT DISTINCT FROM of_cases.value
CROSS JOIN others
LEFT JOIN {school_names} AS named
    ON CASE counted.per WHEN 'school' THEN counted.value END = named.school
ORDER BY counted.per, measures DESC, counted.value
