-- What is missing in the cases and the avvik of the period, and what cannot be so. Each check says whom it is about and who fails.
WITH known_cases AS MATERIALIZED (
    SELECT *, coalesce(opened_at, first_known_at) AS begun_at, least(investigated_at, pupil_heard_at, measure_at, plan_at) AS first_step_at
    FROM {cases}
    WHERE stream = 'case' AND begun_at BETWEEN $period_from AND $period_to
        AND ($schools::VARCHAR[] IS NULL OR list_contains($schools::VARCHAR[], school))
),
known_avvik AS (
    SELECT *
    FROM {avvik}
    WHERE raised_at BETWEEN $period_from AND $period_to
        AND ($heightened OR NOT heightened)
        AND ($schools::VARCHAR[] IS NULL OR list_contains($schools::VARCHAR[], school))
),
undone AS (
    SELECT DISTINCT stream_id
    FROM {judged}
    WHERE verdict = 'overdue' AND kind = 'law'
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
    WHERE oddity IS NULL AND stream = 'case' AND documented_at < occurred_at - INTERVAL 5 MINUTE
        AND occurred_at <= $moment AND documented_at <= coalesce($recorded_by, TIMESTAMP 'infinity')
),
checked AS (
    SELECT
        'case' AS subject,
        school,
        stream_id,
        begun_at AS since,
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
)
SELECT
    nature,
    finding,
    subject,
    checked.school,
    named.name AS school_name,
    count(*) FILTER (failed) AS found,
    count(*) AS considered,
    coalesce(list(stream_id ORDER BY since DESC, stream_id) FILTER (failed), [])[:$examples] AS matters
FROM checked
LEFT JOIN (SELECT school, arg_max(name, registered_at) AS name FROM schools GROUP BY school) AS named USING (school)
WHERE considered
GROUP BY ALL
ORDER BY nature, finding, found DESC, school
