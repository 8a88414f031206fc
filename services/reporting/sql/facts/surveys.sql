-- One row per survey that is not anonymous.
WITH known AS (
    SELECT *, row_number() OVER (PARTITION BY stream_id ORDER BY occurred_at, version) AS nth
    FROM query_table(src)
    WHERE oddity IS NULL AND occurred_at <= happened_by AND documented_at <= recorded_by
        AND topic IN ('survey.NonAnonymousSurveyAssessed', 'survey.NonAnonymousSurveyRun', 'survey.SurveyAnswersVerified')
),
folded AS (
    SELECT
        case_id,
        stream_id,
        arg_max(school, nth) AS school,
        arg_max(facts, nth) FILTER (topic = 'survey.NonAnonymousSurveyAssessed') AS assessed,
        max(occurred_at) FILTER (topic = 'survey.NonAnonymousSurveyAssessed') AS assessed_at,
        arg_max(facts, nth) FILTER (topic = 'survey.NonAnonymousSurveyRun') AS run,
        arg_max(facts, nth) FILTER (topic = 'survey.SurveyAnswersVerified') AS verified,
        max(occurred_at) FILTER (topic = 'survey.SurveyAnswersVerified') AS verified_at
    FROM known
    GROUP BY case_id, stream_id
)
SELECT
    case_id,
    stream_id,
    school,
    assessed->>'purpose' AS purpose,
    coalesce(run->>'tool', assessed->>'tool') AS tool,
    TRY_CAST(assessed->>'case' AS UUID) AS about_case,
    TRY_CAST(assessed->>'grade' AS INTEGER) AS grade,
    assessed_at,
    TRY_CAST(assessed->>'suitable' AS BOOLEAN) AS suitable,
    TRY_CAST(assessed->>'least_intrusive' AS BOOLEAN) AS least_intrusive,
    TRY_CAST(assessed->>'subsection' AS INTEGER) AS subsection,
    json_extract_string(assessed, '$.grounds[*]') AS grounds,
    json_extract_string(assessed, '$.other_methods_tried[*]') AS other_methods_tried,
    TRY_CAST(assessed->>'names_pupils_in_negative_relations' AS BOOLEAN) AS names_negative_relations,
    TRY_CAST(assessed->>'questions_approved' AS BOOLEAN) AS questions_approved,
    TRY_CAST(run->>'from_date' AS DATE) AS run_from,
    TRY_CAST(run->>'to_date' AS DATE) AS run_to,
    TRY_CAST(run->>'invited' AS BIGINT) AS invited,
    TRY_CAST(run->>'answered' AS BIGINT) AS answered,
    verified_at,
    json_extract_string(verified, '$.methods[*]') AS verified_with,
    TRY_CAST(verified->>'confirmed' AS BOOLEAN) AS confirmed
FROM folded
