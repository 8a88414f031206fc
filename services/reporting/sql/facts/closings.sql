-- One row per closing of a case, with the check afterwards, and the reopening that ended it.
WITH known AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY stream_id ORDER BY occurred_at, version) AS nth,
        from_json(
            facts,
            '{"reason": "VARCHAR", "pupil_agrees": "BOOLEAN", "remaining_items": "BIGINT", "pupil_is_safe": "BOOLEAN", "guardians_agree": "BOOLEAN",
              "experience": "BIGINT", "because_of": "UUID"}'
        ) AS said
    FROM query_table(src)
    WHERE oddity IS NULL AND stream IN ('case', 'heightened_case') AND occurred_at <= happened_by AND documented_at <= recorded_by
        AND topic IN ('case.SafetyConfirmed', 'case.CaseClosed', 'case.PostClosureCheckDone', 'case.CaseReopened')
),
placed AS (
    SELECT
        *,
        1 + coalesce(
            sum((topic = 'case.CaseReopened')::BIGINT) OVER (
                PARTITION BY stream_id ORDER BY nth ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
            ),
            0
        )::BIGINT AS number
    FROM known
)
SELECT
    case_id,
    stream_id,
    stream,
    arg_max(school, nth) AS school,
    number,
    max(occurred_at) FILTER (topic = 'case.CaseClosed') AS closed_at,
    max(documented_at) FILTER (topic = 'case.CaseClosed') AS documented_at,
    arg_max(said.reason, nth) FILTER (topic = 'case.CaseClosed') AS reason,
    arg_max(said.pupil_agrees, nth) FILTER (topic = 'case.CaseClosed') AS pupil_agrees,
    arg_max(said.remaining_items, nth) FILTER (topic = 'case.CaseClosed') AS remaining_items,
    max(occurred_at) FILTER (topic = 'case.SafetyConfirmed') AS asked_at,
    arg_max(said.pupil_is_safe, nth) FILTER (topic = 'case.SafetyConfirmed') AS pupil_is_safe,
    arg_max(said.guardians_agree, nth) FILTER (topic = 'case.SafetyConfirmed') AS guardians_agree,
    min(occurred_at) FILTER (topic = 'case.PostClosureCheckDone') AS checked_at,
    arg_max(said.pupil_is_safe, nth) FILTER (topic = 'case.PostClosureCheckDone') AS safe_when_checked,
    arg_max(said.experience, nth) FILTER (topic = 'case.PostClosureCheckDone') AS experience_when_checked,
    min(occurred_at) FILTER (topic = 'case.CaseReopened') AS reopened_at,
    arg_max(said.reason, nth) FILTER (topic = 'case.CaseReopened') AS reopened_because,
    arg_max(said.because_of, nth) FILTER (topic = 'case.CaseReopened') AS because_of
FROM placed
GROUP BY case_id, stream_id, stream, number
-- A pupil who was asked, and whose case goes on, makes no closing.
HAVING count(*) FILTER (topic IN ('case.CaseClosed', 'case.CaseReopened')) > 0
