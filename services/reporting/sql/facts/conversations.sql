-- One row per conversation or kick-off meeting that was held.
WITH known AS (
    SELECT
        *,
        from_json(
            facts,
            '{"kind": "VARCHAR", "person": "UUID", "purpose_explained": "BOOLEAN", "use_explained": "BOOLEAN", "one_at_a_time": "BOOLEAN",
              "place_in_order": "BIGINT", "measure": "UUID", "next_on": "DATE", "pupil_present": "BOOLEAN", "guardians_present": "BOOLEAN",
              "routine_explained": "BOOLEAN", "next_meeting_on": "DATE"}'
        ) AS said
    FROM query_table(src)
    WHERE oddity IS NULL AND stream IN ('case', 'heightened_case') AND occurred_at <= happened_by AND documented_at <= recorded_by
        AND topic IN ('case.ConversationHeld', 'case.KickoffMeetingHeld')
)
SELECT
    case_id,
    stream_id,
    stream,
    event_id,
    school,
    CASE topic WHEN 'case.KickoffMeetingHeld' THEN 'kickoff_meeting' ELSE said.kind END AS kind,
    CASE
        WHEN topic = 'case.KickoffMeetingHeld' THEN 'guardians'
        WHEN said.kind IN ('guardians_of_exposed', 'guardians_of_offending') THEN 'guardians'
        WHEN said.kind IN ('employee', 'class') THEN said.kind
        WHEN said.kind IS NOT NULL THEN 'pupil'
    END AS with_whom,
    role,
    said.person AS person,
    coalesce(said.purpose_explained, said.routine_explained) AS purpose_explained,
    said.use_explained AS use_explained,
    said.one_at_a_time AS one_at_a_time,
    said.place_in_order AS place_in_order,
    said.pupil_present AS pupil_present,
    said.guardians_present AS guardians_present,
    said.measure AS measure,
    coalesce(said.next_on, said.next_meeting_on) AS next_on,
    occurred_at AS happened_at,
    documented_at
FROM known
