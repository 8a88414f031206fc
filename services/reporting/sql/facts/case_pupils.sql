-- One row per role that a pupil had in the matter, from when until when; and per case that it is linked to.
WITH known AS (
    SELECT
        *,
        from_json(
            facts,
            '{"pupil": "UUID", "pupil_role": "VARCHAR", "other_pupil_role": "VARCHAR", "grade": "BIGINT", "new_case": "UUID", "other_case": "UUID"}'
        ) AS said
    FROM query_table(src)
    WHERE oddity IS NULL AND stream = 'case' AND occurred_at <= happened_by AND documented_at <= recorded_by
        AND topic IN ('case.CaseOpened', 'case.PartyRoleChanged', 'case.CaseSplit', 'case.CaseLinked')
)
SELECT
    case_id,
    stream_id,
    event_id,
    school,
    said.pupil AS pupil,
    coalesce(said.pupil_role, said.other_pupil_role) AS pupil_role,
    CASE topic
        WHEN 'case.CaseOpened' THEN 'opened'
        WHEN 'case.PartyRoleChanged' THEN 'changed'
        WHEN 'case.CaseSplit' THEN 'split'
        ELSE 'linked'
    END AS how,
    said.grade AS grade,
    coalesce(said.new_case, said.other_case) AS other_case,
    occurred_at AS happened_at,
    documented_at,
    CASE
        WHEN said.pupil IS NOT NULL THEN lead(occurred_at) OVER (PARTITION BY stream_id, said.pupil ORDER BY occurred_at, version)
    END AS until_at
FROM known
