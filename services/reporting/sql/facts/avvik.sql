-- One row per avvik, by happened-time.
WITH known AS (
    SELECT *, row_number() OVER (PARTITION BY stream_id ORDER BY occurred_at, version) AS nth
    FROM query_table(src)
    WHERE oddity IS NULL AND stream = 'avvik' AND occurred_at <= happened_by AND documented_at <= recorded_by
),
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
        min(occurred_at) AS raised_at,
        min(occurred_at) FILTER (topic = 'avvik.AvvikCauseFound') AS cause_found_at,
        min(occurred_at) FILTER (topic = 'avvik.AvvikMeasureDecided') AS measure_decided_at,
        max(occurred_at) FILTER (topic = 'avvik.AvvikMeasureDone') AS measure_done_at,
        arg_max(CASE WHEN topic = 'avvik.AvvikEffectChecked' THEN facts->>'effect' END, nth) AS effect,
        arg_max(CASE WHEN topic IN ('avvik.AvvikClosed', 'avvik.AvvikReopened') THEN topic END, nth) AS last_turn,
        max(occurred_at) FILTER (topic = 'avvik.AvvikClosed') AS last_closed_at,
        count(*) FILTER (topic = 'avvik.AvvikReopened') AS reopened
    FROM known
    GROUP BY case_id, stream_id
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
    raised_at,
    cause_found_at,
    measure_decided_at,
    measure_done_at,
    effect,
    CASE WHEN last_turn = 'avvik.AvvikClosed' THEN last_closed_at END AS closed_at,
    reopened
FROM folded
