-- One row per rate of a fine, in the way that the case page reckons: a reduction takes the place of what was to hold from its date on,
-- never from before the fine runs; a fine that is imposed while another runs ends it; a week that has begun keeps its rate.
WITH RECURSIVE known AS (
    SELECT
        *,
        CASE facts->>'unit' WHEN 'day' THEN 1 WHEN 'week' THEN 7 END AS days,
        TRY_CAST(coalesce(facts->>'runs_from', facts->>'from_date', facts->>'stopped_on') AS DATE) AS day,
        row_number() OVER (PARTITION BY stream_id ORDER BY occurred_at, version) AS nth
    FROM query_table(src)
    WHERE oddity IS NULL AND stream = 'enforcement' AND occurred_at <= happened_by AND documented_at <= recorded_by
        AND topic IN ('enforcement.CoerciveFineImposed', 'enforcement.CoerciveFineReduced', 'enforcement.CoerciveFineStopped')
),
numbered AS (
    SELECT *, count(*) FILTER (topic = 'enforcement.CoerciveFineImposed') OVER (PARTITION BY stream_id ORDER BY nth) AS fine
    FROM known
    WHERE day IS NOT NULL AND (days IS NOT NULL OR topic = 'enforcement.CoerciveFineStopped')
),
fines AS (
    SELECT
        case_id,
        stream_id,
        fine,
        arg_max(school, nth) AS school,
        min(nth) FILTER (topic = 'enforcement.CoerciveFineStopped') AS stopped,
        min(occurred_at) FILTER (topic = 'enforcement.CoerciveFineImposed') AS imposed_at,
        min(day) FILTER (topic = 'enforcement.CoerciveFineImposed') AS runs_from,
        arg_min(day, nth) FILTER (topic = 'enforcement.CoerciveFineStopped') AS stopped_on,
        arg_min(facts->>'ground', nth) FILTER (topic = 'enforcement.CoerciveFineStopped') AS stop_ground,
        arg_min(
            CASE WHEN topic = 'enforcement.CoerciveFineStopped' THEN {'kroner': TRY_CAST(facts->>'total' AS BIGINT)} END, nth
        ).kroner AS stated_total
    FROM numbered
    WHERE fine > 0
    GROUP BY case_id, stream_id, fine
),
replaced AS (
    SELECT *, lead(runs_from) OVER (PARTITION BY stream_id ORDER BY fine) AS replaced_on
    FROM fines
),
rates AS (
    SELECT
        numbered.stream_id,
        numbered.fine,
        numbered.nth,
        days,
        facts->>'unit' AS unit,
        TRY_CAST(facts->>'amount' AS BIGINT) AS amount,
        greatest(day, runs_from) AS from_date
    FROM numbered
    JOIN fines ON numbered.stream_id = fines.stream_id AND numbered.fine = fines.fine
    WHERE topic <> 'enforcement.CoerciveFineStopped' AND (stopped IS NULL OR nth < stopped)
),
holding AS (
    SELECT *, row_number() OVER (PARTITION BY stream_id, fine ORDER BY from_date) AS rate
    FROM rates AS one
    WHERE NOT EXISTS (
        FROM rates AS later
        WHERE later.stream_id = one.stream_id AND later.fine = one.fine AND later.nth > one.nth AND later.from_date <= one.from_date
    )
),
counted AS (
    SELECT stream_id, fine, rate, from_date AS counts_from
    FROM holding
    WHERE rate = 1
    UNION ALL
    SELECT
        counted.stream_id,
        counted.fine,
        later.rate,
        counted.counts_from + (ceil(greatest(later.from_date - counted.counts_from, 0) / one.days) * one.days)::INTEGER
    FROM counted
    JOIN holding AS one ON one.stream_id = counted.stream_id AND one.fine = counted.fine AND one.rate = counted.rate
    JOIN holding AS later ON later.stream_id = counted.stream_id AND later.fine = counted.fine AND later.rate = counted.rate + 1
)
SELECT
    replaced.case_id,
    replaced.stream_id,
    school,
    replaced.fine::BIGINT AS fine,
    holding.rate::BIGINT AS rate,
    imposed_at,
    amount,
    unit,
    from_date,
    counts_from,
    ((lead(counts_from) OVER (PARTITION BY replaced.stream_id, replaced.fine ORDER BY holding.rate) - counts_from) // days)::BIGINT AS most_units,
    coalesce(stopped_on, replaced_on) AS stopped_on,
    stop_ground,
    stated_total
FROM replaced
JOIN holding ON holding.stream_id = replaced.stream_id AND holding.fine = replaced.fine
JOIN counted ON counted.stream_id = holding.stream_id AND counted.fine = holding.fine AND counted.rate = holding.rate
