-- One row per individual decision, from its announcement to a complaint. Of a decision that was written down twice the last counts.
WITH known AS (
    SELECT
        *,
        TRY_CAST(facts->>'decision' AS UUID) AS decision,
        row_number() OVER (PARTITION BY stream_id ORDER BY occurred_at, version) AS nth
    FROM query_table(src)
    WHERE oddity IS NULL AND topic IN ('case.AdvanceNoticeSent', 'case.IndividualDecisionMade', 'case.ComplaintReceived')
        AND occurred_at <= happened_by AND documented_at <= recorded_by
),
folded AS (
    SELECT
        case_id,
        stream_id,
        decision,
        arg_max(school, nth) AS school,
        arg_max(facts, nth) FILTER (topic = 'case.IndividualDecisionMade') AS made,
        max(occurred_at) FILTER (topic = 'case.IndividualDecisionMade') AS made_at,
        arg_max(documented_at, nth) FILTER (topic = 'case.IndividualDecisionMade') AS made_documented_at,
        arg_max(facts, nth) FILTER (topic = 'case.AdvanceNoticeSent') AS announced,
        min(occurred_at) FILTER (topic = 'case.AdvanceNoticeSent') AS announced_at,
        min(occurred_at) FILTER (topic = 'case.ComplaintReceived') AS complained_at,
        arg_min(facts->>'complainant', nth) FILTER (topic = 'case.ComplaintReceived') AS complainant
    FROM known
    WHERE decision IS NOT NULL
    GROUP BY case_id, stream_id, decision
)
SELECT
    case_id,
    stream_id,
    school,
    decision,
    coalesce(made->>'kind', announced->>'kind') AS kind,
    announced_at,
    TRY_CAST(announced->>'answer_by' AS DATE) AS answer_by,
    made_at,
    made_documented_at,
    made->>'by' AS made_by,
    TRY_CAST(made->>'pupil' AS UUID) AS pupil,
    TRY_CAST(made->>'grade' AS BIGINT) AS grade,
    TRY_CAST(made->>'length' AS DOUBLE) AS length,
    made->>'unit' AS length_unit,
    TRY_CAST(made->>'from_date' AS DATE) AS from_date,
    TRY_CAST(made->>'to_date' AS DATE) AS to_date,
    made->>'receiving_school' AS receiving_school,
    TRY_CAST(made->>'basis_in_school_rules' AS BOOLEAN) AS in_school_rules,
    TRY_CAST(made->>'milder_means_considered' AS BOOLEAN) AS milder_means_considered,
    TRY_CAST(made->>'pupil_heard' AS BOOLEAN) AS pupil_heard,
    TRY_CAST(made->>'guardians_told_before' AS BOOLEAN) AS guardians_told_before,
    TRY_CAST(made->>'informs_of_complaint' AS BOOLEAN) AS tells_of_complaint,
    complained_at,
    complainant
FROM folded
WHERE made IS NOT NULL OR announced IS NOT NULL
