-- One row per assessment of one affected child's best interest.
WITH known AS (
    SELECT
        *,
        from_json(
            facts,
            '{"pupil": "UUID", "concerns_decision": "UUID", "moments": [{"moment": "VARCHAR", "weight": "VARCHAR"}],
              "conflict_between_children": "BOOLEAN", "harmonised": "BOOLEAN", "weight_given": "VARCHAR"}'
        ) AS said
    FROM query_table(src)
    WHERE oddity IS NULL AND topic = 'case.BestInterestAssessed' AND occurred_at <= happened_by AND documented_at <= recorded_by
)
SELECT
    case_id,
    stream_id,
    stream,
    event_id,
    school,
    said.pupil AS pupil,
    said.concerns_decision AS decision,
    coalesce([weighed.moment FOR weighed IN said.moments], []) AS moments,
    coalesce([weighed.moment FOR weighed IN said.moments IF weighed.weight IN ('decisive', 'heavy')], []) AS heavy_moments,
    coalesce(len([weighed FOR weighed IN said.moments IF weighed.moment = 'childs_view']) > 0, FALSE) AS childs_view,
    said.conflict_between_children AS conflict_between_children,
    said.harmonised AS harmonised,
    said.weight_given AS weight_given,
    occurred_at AS happened_at,
    documented_at
FROM known
