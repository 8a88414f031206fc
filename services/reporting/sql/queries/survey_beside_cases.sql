-- What pupils answered about bullying, beside the cases that began in the period.
WITH newest AS (
    SELECT school, school_year, grade, value
    FROM {survey_results}
    WHERE indicator = 'bullied' AND value IS NOT NULL AND NOT coalesce(suppressed, FALSE)
        AND {in_scope(school)}
    QUALIFY school_year = max(school_year) OVER (PARTITION BY school)
),
answered AS (
    SELECT
        school,
        any_value(school_year) AS school_year,
        coalesce(max(value) FILTER (grade IS NULL), avg(value)) / 100 AS bullied
    FROM newest
    GROUP BY school
),
begun AS (
    SELECT school, count(*) AS new_cases
    FROM {cases}
    WHERE stream = 'case' AND began_at BETWEEN $period_from AND $period_to
    GROUP BY school
),
beside AS (
    SELECT
        named.school,
        name,
        pupils,
        school_year,
        bullied,
        round(pupils * bullied)::BIGINT AS estimated,
        coalesce(new_cases, 0) AS new_cases,
        new_cases / nullif(estimated, 0) AS per_bullied
    FROM {school_names} AS named
    LEFT JOIN answered USING (school)
    LEFT JOIN begun USING (school)
    WHERE {in_scope(named.school)}
),
together AS (
    SELECT sum(new_cases) / nullif(sum(estimated), 0) AS per_bullied, count(*) AS schools FROM beside WHERE estimated IS NOT NULL
)
SELECT
    beside.* REPLACE (CASE WHEN estimated > 0 THEN beside.new_cases / estimated END AS per_bullied),
    -- One school alone has nothing to be held against: that is no "nothing in particular".
    CASE WHEN schools > 1 THEN coalesce(estimated >= 5 AND beside.new_cases / estimated < together.per_bullied / 2, FALSE) END AS is_silent
FROM beside CROSS JOIN together
ORDER BY name NULLS LAST, school
