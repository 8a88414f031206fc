-- Per school and for all together: what is released of the terms in the period, added up where every part of it is shown.
WITH terms AS (
    SELECT period, released_on
    FROM releases
    WHERE cube = 'school_term'
        AND first_day BETWEEN local_day($period_from::TIMESTAMP) AND local_day($period_to::TIMESTAMP)
        AND released_on <= local_day($moment::TIMESTAMP)
),
figures AS (
    SELECT school, measure, CASE WHEN NOT bool_or(hidden) THEN sum(value)::BIGINT END AS value
    FROM release_cells
    SEMI JOIN terms USING (period)
    WHERE cube = 'school_term' AND published
    GROUP BY school, measure
),
named AS (FROM {school_names}),
asked AS (
    SELECT school, name, pupils, FALSE AS is_total FROM named
    UNION ALL
    SELECT '', NULL, sum(pupils), TRUE FROM named
),
wide AS (
    SELECT
        school,
        any_value(value) FILTER (measure = 'new_cases') AS new_cases,
        any_value(value) FILTER (measure = 'serious') AS serious,
        any_value(value) FILTER (measure = 'duties_due') AS duties_due,
        any_value(value) FILTER (measure = 'duties_kept') AS duties_kept,
        any_value(value) FILTER (measure = 'duties_late') AS late,
        any_value(value) FILTER (measure = 'duties_overdue') AS overdue,
        any_value(value) FILTER (measure = 'duties_not_documented') AS not_documented,
        any_value(value) FILTER (measure = 'median_hours_report') AS median_hours_report,
        any_value(value) FILTER (measure = 'median_hours_investigate') AS median_hours_investigate,
        any_value(value) FILTER (measure = 'median_hours_plan') AS median_hours_plan
    FROM figures
    GROUP BY school
)
SELECT
    nullif(school, '') AS school,
    name,
    pupils::BIGINT AS pupils,
    is_total,
    NULL::BIGINT AS open_cases,
    new_cases,
    serious,
    duties_due,
    duties_kept,
    CASE WHEN duties_due >= 20 THEN round(duties_kept / duties_due, 2) END AS kept_share,
    late,
    overdue,
    not_documented,
    -- The median of two terms does not follow from theirs.
    CASE WHEN (SELECT count(*) FROM terms) = 1 THEN median_hours_report END::DOUBLE AS median_hours_report,
    CASE WHEN (SELECT count(*) FROM terms) = 1 THEN median_hours_investigate END::DOUBLE AS median_hours_investigate,
    CASE WHEN (SELECT count(*) FROM terms) = 1 THEN median_hours_plan END::DOUBLE AS median_hours_plan,
    NULL::BIGINT AS avvik_open,
    (SELECT max(released_on) FROM terms) AS released_on,
    (SELECT count(*) FROM terms) AS terms
FROM asked
LEFT JOIN wide USING (school)
ORDER BY is_total, name NULLS LAST, school NULLS LAST
