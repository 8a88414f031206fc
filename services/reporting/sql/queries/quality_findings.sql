-- What is missing in the cases and the avvik of the period, and what cannot be so. Each check says whom it is about and who fails.
WITH known_cases AS MATERIALIZED (
    SELECT
        stream_id, case_id, school, pupil, grade, state, handler, serious, first_known_at, opened_at, reported_at, pupil_heard_at, closed_at,
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
        AND stream_id IN (SELECT stream_id FROM known_cases WHERE closed_at IS NOT NULL)
),
going_on AS (
    SELECT DISTINCT of_case.stream_id
    FROM {measures} AS measure
    JOIN known_cases AS of_case ON measure.stream_id = of_case.stream_id
    WHERE measure.kind = 'set_in'
        AND NOT coalesce(ordinary_routine, FALSE)
        AND ended_at IS NULL
        AND replaced_at IS NULL
        AND coalesce(to_date > local_day(closed_at), TRUE)
),
ahead_of_time AS (
    SELECT DISTINCT stream_id
    FROM {events}
    WHERE case_no IN (SELECT case_no FROM case_numbers WHERE case_id IN (SELECT case_id FROM known_cases))
        AND oddity IS NULL AND stream = 'case' AND documented_at < occurred_at - INTERVAL 5 MINUTE
        AND occurred_at <= $moment AND documented_at <= coalesce($recorded_by, TIMESTAMP 'infinity')
),
checked AS MATERIALIZED (
    SELECT
        'case' AS subject,
        school,
        stream_id,
        began_at AS since,
        unnest([
            {'nature': 'missing', 'finding': 'no_school', 'considered': TRUE, 'failed': school IS NULL},
            {'nature': 'missing', 'finding': 'no_pupil', 'considered': opened_at IS NOT NULL, 'failed': pupil IS NULL},
            {'nature': 'missing', 'finding': 'no_grade', 'considered': opened_at IS NOT NULL, 'failed': grade IS NULL},
            {'nature': 'missing', 'finding': 'no_report', 'considered': opened_at IS NOT NULL, 'failed': reported_at IS NULL},
            {'nature': 'missing', 'finding': 'no_handler', 'considered': state = 'open', 'failed': handler IS NULL},
            {
                'nature': 'missing',
                'finding': 'no_severity',
                'considered': opened_at < $moment::TIMESTAMP - INTERVAL 7 DAY,
                'failed': serious IS NULL
            },
            {
                'nature': 'missing',
                'finding': 'not_heard',
                'considered': opened_at < $moment::TIMESTAMP - INTERVAL 7 DAY,
                'failed': pupil_heard_at IS NULL
            },
            {
                'nature': 'contradictory',
                'finding': 'reported_before_known',
                'considered': reported_at IS NOT NULL,
                'failed': reported_at < first_known_at
            },
            {
                'nature': 'contradictory',
                'finding': 'step_before_known',
                'considered': first_step_at IS NOT NULL,
                'failed': first_step_at < first_known_at
            },
            {
                'nature': 'contradictory',
                'finding': 'closed_before_opened',
                'considered': closed_at IS NOT NULL,
                'failed': closed_at < opened_at
            },
            {'nature': 'contradictory', 'finding': 'closed_undone', 'considered': closed_at IS NOT NULL, 'failed': stream_id IN (FROM undone)},
            {
                'nature': 'contradictory',
                'finding': 'closed_with_measures',
                'considered': closed_at IS NOT NULL,
                'failed': stream_id IN (FROM going_on)
            },
            {
                'nature': 'contradictory',
                'finding': 'written_before_happened',
                'considered': TRUE,
                'failed': stream_id IN (FROM ahead_of_time)
            }
        ], recursive := TRUE)
    FROM known_cases
    UNION ALL
    SELECT
        'avvik',
        school,
        stream_id,
        raised_at,
        unnest([
            {'nature': 'missing', 'finding': 'avvik_nobody', 'considered': closed_at IS NULL, 'failed': responsible IS NULL},
            {'nature': 'missing', 'finding': 'avvik_unmeasured', 'considered': closed_at IS NOT NULL, 'failed': measures = 0},
            {
                'nature': 'missing',
                'finding': 'avvik_unchecked',
                'considered': closed_at IS NOT NULL AND measures > 0,
                'failed': effect IS NULL
            },
            {
                'nature': 'contradictory',
                'finding': 'avvik_closed_undone',
                'considered': closed_at IS NOT NULL AND measures > 0,
                'failed': measures_done < measures
            }
        ], recursive := TRUE)
    FROM known_avvik
),
counted AS (
    SELECT
        nature,
        finding,
        subject,
        grouping(school) = 1 AS is_total,
        school,
        count(*) FILTER (failed) AS found,
        count(*) AS considered
    FROM checked
    WHERE considered
    GROUP BY GROUPING SETS ((nature, finding, subject, school), (nature, finding, subject))
    HAVING found > 0 OR is_total
),
listed AS (
    SELECT school, list(stream_id ORDER BY since DESC, stream_id)[:$examples] AS matters
    FROM checked
    WHERE finding = $listed AND considered AND failed
    GROUP BY school
)
SELECT
    nature,
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
ORDER BY nature, finding, is_total DESC, found DESC, counted.school
