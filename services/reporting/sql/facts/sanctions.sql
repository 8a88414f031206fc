-- One row per sanction by the school rules.
SELECT
    case_id,
    stream_id,
    school,
    TRY_CAST(facts->>'pupil' AS UUID) AS pupil,
    facts->>'scope' AS scope,
    facts->>'by' AS decided_by,
    occurred_at AS applied_at,
    documented_at
FROM query_table(src)
WHERE topic = 'case.SanctionApplied' AND oddity IS NULL AND occurred_at <= happened_by AND documented_at <= recorded_by
