-- One row per referral, report to the police, and sharing with a new school.
WITH known AS (
    SELECT *
    FROM query_table(src)
    WHERE oddity IS NULL AND occurred_at <= happened_by AND documented_at <= recorded_by
        AND topic IN ('case.Referred', 'case.ReferralAnswered', 'case.PoliceReportFiled', 'case.InformationSharedOnSchoolChange')
),
answers AS (
    SELECT
        stream_id,
        facts->>'referral' AS referral,
        min(occurred_at) AS answered_at,
        TRY_CAST(arg_min(facts->>'accepted', (occurred_at, version)) AS BOOLEAN) AS accepted
    FROM known
    WHERE topic = 'case.ReferralAnswered'
    GROUP BY stream_id, facts->>'referral'
)
SELECT
    case_id,
    sent.stream_id,
    stream,
    school,
    CASE topic WHEN 'case.Referred' THEN 'referral' WHEN 'case.PoliceReportFiled' THEN 'police_report' ELSE 'school_change' END AS kind,
    occurred_at AS sent_at,
    documented_at,
    facts->>'target' AS target,
    facts->>'basis' AS basis,
    facts->>'receiving_school' AS receiving_school,
    TRY_CAST(facts->>'necessity_assessed' AS BOOLEAN) AS necessity_assessed,
    answered_at,
    accepted
FROM known AS sent
LEFT JOIN answers ON answers.stream_id = sent.stream_id AND answers.referral = (sent.facts->>'referral')
WHERE topic <> 'case.ReferralAnswered'
