-- One row per class that had its talks.
SELECT
    case_id,
    stream_id,
    school,
    facts->>'kind' AS kind,
    facts->>'term' AS term,
    TRY_CAST(facts->>'grade' AS INTEGER) AS grade,
    occurred_at AS held_at,
    documented_at
FROM query_table(src)
WHERE topic = 'wheel.ClassTalksHeld' AND oddity IS NULL AND occurred_at <= happened_by AND documented_at <= recorded_by
