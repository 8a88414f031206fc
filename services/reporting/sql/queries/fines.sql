-- The coercive fines, and what each amounts to when a day begins. A day or week counts when it is over, at the rate that held when it
-- began; from the day a fine stopped, the total that the authority stated stands in place of the count.
WITH asked AS (SELECT coalesce($on::DATE, local_day($moment::TIMESTAMP)) AS day),
rates AS (
    SELECT
        *,
        CASE unit WHEN 'week' THEN 7 ELSE 1 END AS days,
        least(day, coalesce(stopped_on, day)) AS until
    FROM {coercive_fines}, asked
    WHERE {in_scope(school)}
),
counted AS (
    SELECT *, greatest((until - counts_from) // days, 0) AS passed
    FROM rates
),
summed AS (
    SELECT
        case_id,
        stream_id,
        any_value(school) AS school,
        fine,
        any_value(imposed_at) AS imposed_at,
        min(from_date) AS runs_from,
        any_value(stopped_on) AS stopped_on,
        any_value(stop_ground) AS stop_ground,
        coalesce(arg_max(amount, rate) FILTER (from_date <= until), arg_min(amount, rate)) AS amount,
        coalesce(arg_max(unit, rate) FILTER (from_date <= until), arg_min(unit, rate)) AS unit,
        any_value(stated_total) AS stated_total,
        any_value(day) AS day,
        sum(least(passed, coalesce(most_units, passed)) * amount)::BIGINT AS accrued
    FROM counted
    GROUP BY case_id, stream_id, fine
)
SELECT
    case_id,
    stream_id,
    school,
    name AS school_name,
    fine,
    imposed_at,
    runs_from,
    stopped_on,
    stop_ground,
    amount,
    unit,
    runs_from <= day AND (stopped_on IS NULL OR stopped_on > day) AS is_running,
    CASE WHEN stopped_on <= day THEN coalesce(stated_total, accrued) ELSE accrued END AS kroner
FROM summed
LEFT JOIN {school_names} AS named USING (school)
ORDER BY is_running DESC, runs_from DESC, stream_id, fine
