-- One row per avvik, by happened-time.
WITH known AS (
    SELECT *, row_number() OVER (PARTITION BY stream_id ORDER BY occurred_at, version) AS nth
    FROM query_table(src)
    WHERE oddity IS NULL AND stream = 'avvik' AND occurred_at <= happened_by AND documented_at <= recorded_by
),
-- Not by the moment: what belongs to a matter under § 12-5 does so from its first day.
heightened_cases AS (SELECT DISTINCT case_id FROM query_table(src) WHERE stream = 'heightened_case' AND oddity IS NULL),
folded AS (
    SELECT
        case_id,
        stream_id,
        arg_max(school, nth) AS school,
        arg_min(CASE WHEN topic = 'avvik.AvvikRaised' THEN facts->>'kind' END, nth) AS kind,
        arg_min(CASE WHEN topic = 'avvik.AvvikRaised' THEN facts->>'grade' END, nth) AS grade,
        arg_min(CASE WHEN topic = 'avvik.AvvikRaised' THEN facts->>'rule' END, nth) AS rule,
        arg_min(CASE WHEN topic = 'avvik.AvvikRaised' THEN facts->>'obligation' END, nth) AS obligation,
        TRY_CAST(arg_min(CASE WHEN topic = 'avvik.AvvikRaised' THEN facts->>'about_stream' END, nth) AS UUID) AS about_stream,
        TRY_CAST(arg_max(facts->>'responsible', nth) AS UUID) AS responsible,
        min(occurred_at) AS raised_at,
        min(occurred_at) FILTER (topic = 'avvik.AvvikCauseFound') AS cause_found_at,
        min(occurred_at) FILTER (topic = 'avvik.AvvikMeasureDecided') AS measure_decided_at,
        max(occurred_at) FILTER (topic = 'avvik.AvvikMeasureDone') AS measure_done_at,
        arg_max(CASE WHEN topic = 'avvik.AvvikEffectChecked' THEN facts->>'effect' END, nth) AS effect,
        arg_max(CASE WHEN topic IN ('avvik.AvvikClosed', 'avvik.AvvikReopened') THEN topic END, nth) AS last_turn,
        arg_max(
            CASE
                WHEN topic = 'avvik.AvvikEffectChecked' THEN facts->>'effect'
                WHEN topic IN ('avvik.AvvikMeasureDecided', 'avvik.AvvikMeasureDone') THEN 'measure'
                WHEN topic IN ('avvik.AvvikRaised', 'avvik.AvvikReopened') THEN 'raised'
            END,
            nth
        ) AS last_step,
        max(occurred_at) FILTER (topic = 'avvik.AvvikClosed') AS last_closed_at,
        count(*) FILTER (topic = 'avvik.AvvikReopened') AS reopened
    FROM known
    GROUP BY case_id, stream_id
),
each_measure AS (
    SELECT
        stream_id,
        facts->>'measure' AS measure,
        TRY_CAST(arg_max(CASE WHEN topic = 'avvik.AvvikMeasureDecided' THEN facts->>'due_on' END, nth) AS DATE) AS due_on,
        arg_max(topic, nth) = 'avvik.AvvikMeasureDone' AS done
    FROM known
    WHERE topic IN ('avvik.AvvikMeasureDecided', 'avvik.AvvikMeasureDone')
    GROUP BY ALL
),
of_measures AS (
    SELECT
        stream_id,
        count(*) FILTER (due_on IS NOT NULL) AS measures,
        count(*) FILTER (done AND due_on IS NOT NULL) AS measures_done,
        min(due_on) FILTER (NOT done) AS due_on
    FROM each_measure
    GROUP BY stream_id
)
SELECT
    case_id,
    stream_id,
    school,
    kind,
    grade,
    rule,
    obligation,
    about_stream,
    coalesce(kind = 'heightened_12_5', FALSE) OR case_id IN (FROM heightened_cases) AS heightened,
    responsible,
    raised_at,
    cause_found_at,
    measure_decided_at,
    measure_done_at,
    coalesce(measures, 0) AS measures,
    coalesce(measures_done, 0) AS measures_done,
    due_on,
    CASE
        WHEN last_turn = 'avvik.AvvikClosed' THEN 'closed'
        WHEN last_step = 'effective' THEN 'effective'
        WHEN last_step <> 'measure' OR measures IS NULL OR measures = 0 THEN 'awaits_measure'
        WHEN measures_done = measures THEN 'awaits_effect'
        ELSE 'awaits_completion'
    END AS stage,
    effect,
    CASE WHEN last_turn = 'avvik.AvvikClosed' THEN last_closed_at END AS closed_at,
    reopened
FROM folded
LEFT JOIN of_measures USING (stream_id)
