-- One row per ordered item: named in a decision, issued on its own, or both.
WITH known AS (
    SELECT *, row_number() OVER (PARTITION BY stream_id ORDER BY occurred_at, version) AS nth
    FROM query_table(src)
    WHERE oddity IS NULL AND stream = 'enforcement' AND occurred_at <= happened_by AND documented_at <= recorded_by
        AND topic IN (
            'enforcement.StatsforvalterDecisionReceived', 'enforcement.OrderItemIssued',
            'enforcement.OrderItemCompleted', 'enforcement.UdirDecided'
        )
),
annulled AS (
    SELECT stream_id, max(nth) AS annulled, arg_max(occurred_at, nth) AS annulled_at
    FROM known
    WHERE topic = 'enforcement.UdirDecided' AND (facts->>'outcome') = 'annulled'
    GROUP BY stream_id
),
said AS (
    SELECT *, unnest(json_extract_string(facts, '$.items[*]')) AS item
    FROM known
    WHERE topic = 'enforcement.StatsforvalterDecisionReceived'
    UNION ALL
    SELECT *, facts->>'item' AS item
    FROM known
    WHERE topic IN ('enforcement.OrderItemIssued', 'enforcement.OrderItemCompleted')
),
folded AS (
    SELECT
        case_id,
        stream_id,
        arg_max(school, nth) AS school,
        TRY_CAST(item AS UUID) AS item,
        max(nth) FILTER (topic <> 'enforcement.OrderItemCompleted') AS ordered,
        max(occurred_at) FILTER (topic <> 'enforcement.OrderItemCompleted') AS ordered_at,
        arg_max(TRY_CAST(facts->>'due_on' AS DATE), nth) FILTER (
            topic <> 'enforcement.OrderItemCompleted' AND TRY_CAST(facts->>'due_on' AS DATE) IS NOT NULL
        ) AS due_on,
        min(occurred_at) FILTER (topic = 'enforcement.OrderItemCompleted') AS fulfilled_at,
        arg_min(documented_at, nth) FILTER (topic = 'enforcement.OrderItemCompleted') AS fulfilled_documented_at,
        coalesce(
            arg_min(json_array_length(facts, '$.evidence_events'), nth) FILTER (topic = 'enforcement.OrderItemCompleted'), 0
        )::BIGINT AS evidence_events
    FROM said
    WHERE TRY_CAST(item AS UUID) IS NOT NULL
    GROUP BY case_id, stream_id, TRY_CAST(item AS UUID)
)
SELECT
    case_id,
    stream_id,
    school,
    item,
    ordered_at,
    due_on,
    fulfilled_at,
    fulfilled_documented_at,
    evidence_events,
    CASE WHEN fulfilled_at IS NULL AND annulled > ordered THEN annulled_at END AS lapsed_at
FROM folded
LEFT JOIN annulled USING (stream_id)
WHERE ordered IS NOT NULL
