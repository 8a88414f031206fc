-- One row per time a pupil was heard, or was offered it and did not wish to say anything.
WITH known AS (
    SELECT
        *,
        from_json(
            facts,
            '{"pupil": "UUID", "form": "VARCHAR", "outcome": "VARCHAR", "offered_trusted_adult": "BOOLEAN", "weight": "VARCHAR"}'
        ) AS said
    FROM query_table(src)
    WHERE oddity IS NULL AND topic = 'case.PupilHeard' AND occurred_at <= happened_by AND documented_at <= recorded_by
)
SELECT
    case_id,
    stream_id,
    stream,
    event_id,
    school,
    said.pupil AS pupil,
    row_number() OVER (PARTITION BY stream_id, said.pupil ORDER BY occurred_at, version) AS number,
    said.form AS form,
    said.outcome AS outcome,
    said.offered_trusted_adult AS offered_trusted_adult,
    said.weight AS weight,
    occurred_at AS happened_at,
    documented_at
FROM known
