-- One row per task of a wheel. What is said of the date after a task was done changes nothing.
WITH known AS (
    SELECT *, row_number() OVER (PARTITION BY stream_id ORDER BY occurred_at, version) AS nth
    FROM query_table(src)
    WHERE oddity IS NULL AND occurred_at <= happened_by AND documented_at <= recorded_by
        AND topic IN (
            'wheel.AnnualWheelOpened', 'wheel.WheelTaskPlanned', 'wheel.WheelTaskDone',
            'wheel.WheelTaskPostponed', 'wheel.WheelTaskHandedOver'
        )
),
opened AS (
    SELECT
        stream_id,
        arg_max(facts->>'scope', nth) AS scope,
        TRY_CAST(arg_max(facts->>'school_year_from', nth) AS INTEGER) AS begins
    FROM known
    WHERE topic = 'wheel.AnnualWheelOpened'
    GROUP BY stream_id
),
tasks AS (
    SELECT *, min(CASE WHEN topic = 'wheel.WheelTaskDone' THEN nth END) OVER (PARTITION BY stream_id, key) AS done
    FROM (
        SELECT
            *,
            TRY_CAST(facts->>'task' AS UUID) AS task,
            TRY_CAST(facts->>'due_on' AS DATE) AS day,
            coalesce(TRY_CAST(facts->>'task' AS UUID), event_id) AS key
        FROM known
        WHERE topic <> 'wheel.AnnualWheelOpened'
    )
),
folded AS (
    SELECT
        case_id,
        stream_id,
        key,
        any_value(task) AS task,
        arg_max(school, nth) AS school,
        arg_min(facts->>'kind', nth) AS kind,
        arg_min(facts->>'term', nth) FILTER (topic IN ('wheel.WheelTaskPlanned', 'wheel.WheelTaskDone')) AS term,
        TRY_CAST(
            arg_max(facts->>'responsible', nth) FILTER (topic IN ('wheel.WheelTaskPlanned', 'wheel.WheelTaskHandedOver')) AS UUID
        ) AS responsible,
        count(*) FILTER (topic = 'wheel.WheelTaskHandedOver') AS handed_over,
        min(occurred_at) FILTER (topic = 'wheel.WheelTaskPlanned') AS planned_at,
        arg_min(day, nth) FILTER (topic = 'wheel.WheelTaskPlanned') AS first_due_on,
        arg_max(day, nth) FILTER (
            topic IN ('wheel.WheelTaskPlanned', 'wheel.WheelTaskPostponed') AND (done IS NULL OR nth < done)
        ) AS due_on,
        count(*) FILTER (topic = 'wheel.WheelTaskPostponed' AND (done IS NULL OR nth < done)) AS postponed,
        arg_max(facts->>'reason', nth) FILTER (
            topic = 'wheel.WheelTaskPostponed' AND (done IS NULL OR nth < done)
        ) AS postponement_reason,
        arg_max(facts->>'documentation', nth) FILTER (topic = 'wheel.WheelTaskPlanned') AS to_be_shown_by,
        min(occurred_at) FILTER (topic = 'wheel.WheelTaskDone') AS done_at,
        arg_min(documented_at, nth) FILTER (topic = 'wheel.WheelTaskDone') AS done_documented_at,
        arg_min(role, nth) FILTER (topic = 'wheel.WheelTaskDone') AS done_as,
        arg_min(facts->>'documentation', nth) FILTER (topic = 'wheel.WheelTaskDone') AS shown_by
    FROM tasks
    GROUP BY case_id, stream_id, key
),
years AS (
    -- Where the wheel was never opened, the school year that the task's own date falls in.
    SELECT
        folded.*,
        scope,
        coalesce(
            begins,
            date_part('year', coalesce(due_on, first_due_on, done_at::DATE) - INTERVAL 7 MONTH)
        )::INTEGER AS begins
    FROM folded
    LEFT JOIN opened USING (stream_id)
)
SELECT
    case_id,
    stream_id,
    school,
    scope,
    begins || '/' || (begins + 1) AS school_year,
    task,
    kind,
    term,
    responsible,
    handed_over,
    planned_at,
    first_due_on,
    due_on,
    postponed,
    postponement_reason,
    to_be_shown_by,
    done_at,
    done_documented_at,
    done_as,
    shown_by
FROM years
WHERE planned_at IS NOT NULL OR done_at IS NOT NULL
