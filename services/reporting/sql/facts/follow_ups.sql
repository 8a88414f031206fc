-- One row per time follow-up of the pupil was agreed, or the pupil was asked how it is.
WITH known AS (
    SELECT
        *,
        from_json(
            facts,
            '{"pupil": "UUID", "experience": "BIGINT", "pupil_is_safe": "BOOLEAN", "guardians_agree": "BOOLEAN", "rhythm": "VARCHAR",
              "next_on": "DATE", "until": "DATE"}'
        ) AS said
    FROM query_table(src)
    WHERE oddity IS NULL AND stream IN ('case', 'heightened_case') AND occurred_at <= happened_by AND documented_at <= recorded_by
        AND topic IN (
            'case.FollowUpHeld', 'case.SafetyConfirmed', 'case.PostClosureCheckDone', 'case.ContactRhythmAgreed', 'case.FollowUpAgreed'
        )
)
SELECT
    case_id,
    stream_id,
    stream,
    event_id,
    school,
    CASE topic
        WHEN 'case.FollowUpHeld' THEN 'held'
        WHEN 'case.SafetyConfirmed' THEN 'safety_confirmed'
        WHEN 'case.PostClosureCheckDone' THEN 'check_after_closing'
        WHEN 'case.ContactRhythmAgreed' THEN 'rhythm_agreed'
        ELSE 'follow_up_agreed'
    END AS kind,
    said.pupil AS pupil,
    said.experience AS experience,
    said.pupil_is_safe AS pupil_is_safe,
    said.guardians_agree AS guardians_agree,
    said.rhythm AS rhythm,
    said.next_on AS next_on,
    said.until AS until_date,
    occurred_at AS happened_at,
    documented_at
FROM known
