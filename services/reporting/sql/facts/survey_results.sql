-- One row per published number; of several that were taken in the newest counts, each number by itself, so that a file with some
-- grades hides no others.
WITH numbers AS (
    SELECT
        case_id,
        stream_id,
        school,
        facts->>'source' AS survey,
        TRY_CAST(facts->>'school_year_from' AS INTEGER) AS begins,
        unnest(facts->'$.results[*]') AS number,
        occurred_at,
        version
    FROM query_table(src)
    WHERE topic = 'survey.SurveyResultsImported' AND oddity IS NULL
        AND occurred_at <= happened_by AND documented_at <= recorded_by
)
SELECT
    case_id,
    stream_id,
    school,
    survey,
    begins || '/' || (begins + 1) AS school_year,
    number->>'indicator' AS indicator,
    TRY_CAST(number->>'grade' AS INTEGER) AS grade,
    TRY_CAST(number->>'value' AS DOUBLE) AS value,
    TRY_CAST(number->>'answered' AS BIGINT) AS answered,
    TRY_CAST(number->>'suppressed' AS BOOLEAN) AS suppressed,
    occurred_at AS imported_at
FROM numbers
QUALIFY row_number() OVER (
    PARTITION BY stream_id, survey, begins, number->>'indicator', number->>'grade' ORDER BY occurred_at DESC, version DESC
) = 1
