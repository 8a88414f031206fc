-- What is missing in the cases and the avvik of the period, and what cannot be so. Each check says whom it is about and who fails.
WITH known_cases AS MATERIALIZED (
    SELECT
        stream_id, case_no, school, pupil, grade, state, handler, serious, first_known_at, opened_at, reported_at, pupil_heard_at, closed_at,
        began_at,
        least(investigated_at, pupil_heard_at, measure_at, plan_at) AS first_step_at
    FROM {cases}
    WHERE stream = 'case' AND began_at BETWEEN $period_from AND $period_to
        AND {in_scope(school)}
),
known_avvik AS (
    SELECT *
    FROM {avvik}
    WHERE raised_at BETWEEN $period_from AND $period_to
        AND ($heightened OR NOT heightened)
        AND {in_scope(school)}
),
undone AS (
    SELECT DISTINCT stream_id
    FROM {judged}
    WHERE is_undecided AND is_binding AND verdict = 'overdue' AND kind = 'law'
        AND case_no IN (SELECT case_no FROM known_cases WHERE closed_at IS NOT NULL)
),
going_on AS (
    SELECT DISTINCT of_case.stream_id
    FROM {measures} AS measure
    JOIN known_cases AS of_case ON measure.case_no = of_case.case_no AND measure.stream_id = of_case.stream_id
    WHERE measure.kind = 'set_in'
        AND NOT coalesce(ordinary_routine, FALSE)
        AND ended_at IS NULL
        AND replaced_at IS NULL
        AND coalesce(to_date > local_day(closed_at), TRUE)
),
in_error AS (
    SELECT DISTINCT of_case.stream_id
    FROM {closings} AS closing
    JOIN known_cases AS of_case ON closing.stream_id = of_case.stream_id AND closing.closed_at = of_case.closed_at
    WHERE closing.reason = 'registered_in_error'
),
ahead_of_time AS (
    SELECT DISTINCT stream_id
    FROM {events}
    WHERE case_no IN (SELECT case_no FROM known_cases)
        -- The first says nothing that the second does not, and is quicker to ask of every row.
        AND oddity IS NULL AND documented_at < occurred_at AND documented_at < occurred_at - INTERVAL 5 MINUTE
        AND occurred_at <= $moment AND documented_at <= coalesce($recorded_by, TIMESTAMP 'infinity')
),
-- A check is a column: empty where it is not about the history, and true where that fails. They are counted by count_if: DuckDB 2.0
-- finds none with a FILTER over COLUMNS.
of_cases AS (
    SELECT
        school,
        stream_id,
        began_at AS since,
        school IS NULL AS no_school,
        CASE WHEN opened_at IS NOT NULL THEN pupil IS NULL END AS no_pupil,
        CASE WHEN opened_at IS NOT NULL THEN grade IS NULL END AS no_grade,
        CASE WHEN opened_at IS NOT NULL THEN reported_at IS NULL END AS no_report,
        CASE WHEN state = 'open' THEN handler IS NULL END AS no_handler,
        CASE WHEN opened_at < $moment::TIMESTAMP - INTERVAL 7 DAY THEN serious IS NULL END AS no_severity,
        CASE WHEN opened_at < $moment::TIMESTAMP - INTERVAL 7 DAY THEN pupil_heard_at IS NULL END AS not_heard,
        CASE WHEN reported_at IS NOT NULL THEN coalesce(reported_at < first_known_at, FALSE) END AS reported_before_known,
        CASE WHEN first_step_at IS NOT NULL THEN coalesce(first_step_at < first_known_at, FALSE) END AS step_before_known,
        CASE WHEN closed_at IS NOT NULL THEN coalesce(closed_at < opened_at, FALSE) END AS closed_before_opened,
        CASE WHEN closed_at IS NOT NULL THEN stream_id IN (FROM undone) END AS closed_undone,
        CASE WHEN closed_at IS NOT NULL THEN stream_id IN (FROM going_on) END AS closed_with_measures,
        CASE WHEN closed_at IS NOT NULL THEN stream_id IN (FROM in_error) END AS closed_in_error,
        stream_id IN (FROM ahead_of_time) AS written_before_happened
    FROM known_cases
),
of_avvik AS (
    SELECT
        school,
        stream_id,
        raised_at AS since,
        CASE WHEN closed_at IS NULL THEN responsible IS NULL END AS avvik_nobody,
        CASE WHEN closed_at IS NOT NULL THEN coalesce(measures = 0, FALSE) END AS avvik_unmeasured,
        CASE WHEN closed_at IS NOT NULL AND measures > 0 THEN effect IS NULL END AS avvik_unchecked,
        CASE WHEN closed_at IS NOT NULL AND measures > 0 THEN coalesce(measures_done < measures, FALSE) END AS avvik_closed_undone
    FROM known_avvik
),
case_counts AS (
    SELECT
        school,
        grouping(school) = 1 AS is_total,
        {found: count_if(COLUMNS(* EXCLUDE (school, stream_id, since)))::BIGINT, considered: count(COLUMNS(* EXCLUDE (school, stream_id, since)))}
    FROM of_cases
    GROUP BY GROUPING SETS ((school), ())
),
avvik_counts AS (
    SELECT
        school,
        grouping(school) = 1 AS is_total,
        {found: count_if(COLUMNS(* EXCLUDE (school, stream_id, since)))::BIGINT, considered: count(COLUMNS(* EXCLUDE (school, stream_id, since)))}
    FROM of_avvik
    GROUP BY GROUPING SETS ((school), ())
),
counted AS (
    SELECT 'case' AS subject, school, is_total, finding, checked.found AS found, checked.considered AS considered
    FROM (UNPIVOT case_counts ON COLUMNS(* EXCLUDE (school, is_total)) INTO NAME finding VALUE checked)
    UNION ALL
    SELECT 'avvik', school, is_total, finding, checked.found, checked.considered
    FROM (UNPIVOT avvik_counts ON COLUMNS(* EXCLUDE (school, is_total)) INTO NAME finding VALUE checked)
),
failing AS (
    SELECT school, stream_id, since
    FROM (UNPIVOT of_cases ON COLUMNS(* EXCLUDE (school, stream_id, since)) INTO NAME finding VALUE failed)
    WHERE finding = $listed AND failed
    UNION ALL
    SELECT school, stream_id, since
    FROM (UNPIVOT of_avvik ON COLUMNS(* EXCLUDE (school, stream_id, since)) INTO NAME finding VALUE failed)
    WHERE finding = $listed AND failed
),
listed AS (
    SELECT school, list(stream_id ORDER BY since DESC, stream_id)[:$examples] AS matters FROM failing GROUP BY school
)
SELECT
    CASE
        WHEN finding IN (
            'reported_before_known', 'step_before_known', 'closed_before_opened', 'closed_undone', 'closed_with_measures', 'closed_in_error',
            'written_before_happened', 'avvik_closed_undone'
        ) THEN 'contradictory'
        ELSE 'missing'
    END AS nature,
    finding,
    subject,
    is_total,
    counted.school,
    name AS school_name,
    found,
    considered,
    CASE WHEN finding = $listed AND NOT is_total THEN matters ELSE [] END AS matters
FROM counted
LEFT JOIN listed ON counted.school IS NOT DISTINCT FROM listed.school
LEFT JOIN {school_names} AS named ON counted.school = named.school
WHERE considered > 0 AND (found > 0 OR is_total)
ORDER BY nature, finding, is_total DESC, found DESC, counted.school
