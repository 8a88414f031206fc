-- One row per request for information. An answer or an extension to a request that is not known here makes no row.
WITH known AS (
    SELECT
        *,
        TRY_CAST(facts->>'request' AS UUID) AS request,
        TRY_CAST(facts->>'answer_by' AS DATE) AS day,
        row_number() OVER (PARTITION BY stream_id ORDER BY occurred_at, version) AS nth
    FROM query_table(src)
    WHERE oddity IS NULL AND stream = 'enforcement' AND occurred_at <= happened_by AND documented_at <= recorded_by
        AND topic IN (
            'enforcement.StatsforvalterRequestedInformation', 'enforcement.DeadlineExtensionRequested',
            'enforcement.DeadlineExtended', 'enforcement.AccountApproved', 'enforcement.AccountSent'
        )
)
SELECT
    case_id,
    stream_id,
    arg_max(school, nth) AS school,
    request,
    min(occurred_at) FILTER (topic = 'enforcement.StatsforvalterRequestedInformation') AS asked_at,
    arg_min(day, nth) FILTER (topic = 'enforcement.StatsforvalterRequestedInformation') AS first_answer_by,
    arg_max(day, nth) FILTER (
        topic IN ('enforcement.StatsforvalterRequestedInformation', 'enforcement.DeadlineExtended')
    ) AS answer_by,
    count(*) FILTER (topic = 'enforcement.DeadlineExtensionRequested') AS extensions_asked,
    min(occurred_at) FILTER (topic = 'enforcement.AccountApproved') AS approved_at,
    min(occurred_at) FILTER (topic = 'enforcement.AccountSent') AS answered_at,
    arg_min(documented_at, nth) FILTER (topic = 'enforcement.AccountSent') AS answer_documented_at
FROM known
WHERE request IS NOT NULL
GROUP BY case_id, stream_id, request
HAVING count(*) FILTER (topic = 'enforcement.StatsforvalterRequestedInformation') > 0
