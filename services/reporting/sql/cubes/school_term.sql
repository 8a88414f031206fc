-- What came to each school in the period, how its duties were kept, and the medians of its new cases; the last row is all schools.
WITH schools_then AS (SELECT school FROM released_schools),
new_cases AS (
    SELECT *
    FROM {cases}
    SEMI JOIN schools_then USING (school)
    WHERE stream = 'case' AND began_at BETWEEN $first AND $last
),
of_cases AS (
    SELECT
        school,
        count(*) AS new_cases,
        count(*) FILTER (serious) AS serious,
        count(reported_at) AS report_base,
        count(investigated_at) AS investigate_base,
        count(plan_at) AS plan_base,
        round(median(greatest(epoch(reported_at) - epoch(first_known_at), 0)) FILTER (reported_at IS NOT NULL) / 3600)::BIGINT
            AS median_hours_report,
        round(median(greatest(epoch(investigated_at) - epoch(first_known_at), 0)) FILTER (investigated_at IS NOT NULL) / 3600)::BIGINT
            AS median_hours_investigate,
        round(median(greatest(epoch(plan_at) - epoch(first_known_at), 0)) FILTER (plan_at IS NOT NULL) / 3600)::BIGINT
            AS median_hours_plan
    FROM new_cases
    GROUP BY GROUPING SETS ((school), ())
),
of_reopenings AS (
    SELECT school, count(*) AS reopened
    FROM released_events
    SEMI JOIN schools_then USING (school)
    WHERE topic = 'case.CaseReopened' AND stream = 'case' AND oddity IS NULL AND occurred_at BETWEEN $first AND $last
    GROUP BY GROUPING SETS ((school), ())
),
of_duties AS (
    SELECT
        school,
        count(*) AS duties_due,
        count(*) FILTER (verdict = 'met') AS duties_kept,
        count(*) FILTER (verdict = 'late') AS duties_late,
        count(*) FILTER (verdict = 'overdue') AS duties_overdue,
        count(*) FILTER (verdict = 'not_documented') AS duties_not_documented
    FROM released_verdicts
    SEMI JOIN schools_then USING (school)
    WHERE kind <> 'guidance' AND stream <> 'heightened_case' AND verdict NOT IN ('open', 'not_applicable')
        AND coalesce(due_at, silence_at) BETWEEN $first AND $last
    GROUP BY GROUPING SETS ((school), ())
),
of_avvik AS (
    SELECT
        school,
        count(*) FILTER (raised_at BETWEEN $first AND $last) AS avvik_raised,
        count(*) FILTER (closed_at BETWEEN $first AND $last) AS avvik_closed
    FROM {avvik} AS known
    SEMI JOIN schools_then USING (school)
    ANTI JOIN released_heightened ON known.case_id = released_heightened.id OR known.about_stream = released_heightened.id
    WHERE kind IN ('serious_case_12_4', 'physical_intervention_13_4', 'process_breach', 'personal_data_breach', 'inspection_finding')
    GROUP BY GROUPING SETS ((school), ())
),
asked AS (SELECT school FROM schools_then UNION ALL SELECT NULL)
SELECT
    asked.school,
    '' AS category,
    coalesce(new_cases, 0) AS new_cases,
    coalesce(serious, 0) AS serious,
    coalesce(reopened, 0) AS reopened,
    coalesce(duties_due, 0) AS duties_due,
    coalesce(duties_kept, 0) AS duties_kept,
    coalesce(duties_late, 0) AS duties_late,
    coalesce(duties_overdue, 0) AS duties_overdue,
    coalesce(duties_not_documented, 0) AS duties_not_documented,
    coalesce(avvik_raised, 0) AS avvik_raised,
    coalesce(avvik_closed, 0) AS avvik_closed,
    round(100.0 * duties_kept / nullif(duties_due, 0))::BIGINT AS kept_percent,
    median_hours_report,
    median_hours_investigate,
    median_hours_plan,
    coalesce(report_base, 0) AS report_base,
    coalesce(investigate_base, 0) AS investigate_base,
    coalesce(plan_base, 0) AS plan_base
FROM asked
LEFT JOIN of_cases ON asked.school IS NOT DISTINCT FROM of_cases.school
LEFT JOIN of_reopenings ON asked.school IS NOT DISTINCT FROM of_reopenings.school
LEFT JOIN of_duties ON asked.school IS NOT DISTINCT FROM of_duties.school
LEFT JOIN of_avvik ON asked.school IS NOT DISTINCT FROM of_avvik.school
