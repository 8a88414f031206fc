-- One row per piece of information that was put right, or that somebody disagrees with. What is right is sealed; the original stays.
WITH known AS (
    SELECT *, from_json(facts, '{"corrected_event": "UUID", "about_event": "UUID", "field": "VARCHAR"}') AS said
    FROM query_table(src)
    WHERE oddity IS NULL AND topic IN ('access.InformationCorrected', 'access.DisagreementRegistered')
        AND occurred_at <= happened_by AND documented_at <= recorded_by
)
SELECT
    case_id,
    stream_id,
    stream,
    event_id,
    school,
    CASE topic WHEN 'access.InformationCorrected' THEN 'corrected' ELSE 'disagreed' END AS kind,
    coalesce(said.corrected_event, said.about_event) AS about_event,
    said.field AS field,
    occurred_at AS happened_at,
    documented_at
FROM known
