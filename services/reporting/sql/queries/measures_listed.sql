-- The period's measures one by one, the latest first.
SELECT
    used.case_id,
    used.stream,
    used.stream_id,
    used.school,
    named.name AS school_name,
    used.grade,
    used.template,
    used.level,
    used.target,
    used.decided_at,
    used.executed,
    used.missed,
    -- An evaluation that sets no other day leaves none.
    CASE WHEN used.is_running THEN CASE WHEN used.evaluated = 0 THEN used.evaluate_on ELSE used.next_evaluation_on END END AS evaluate_on,
    used.evaluated_at,
    used.effect,
    used.conclusion,
    used.experience_before,
    used.before_said_at,
    used.experience_after,
    used.ended_at,
    used.verdict,
    used.is_running
FROM {measures_used} AS used
LEFT JOIN {school_names} AS named USING (school)
WHERE used.kind = 'set_in'
    AND ($template::VARCHAR IS NULL OR coalesce(used.template, '') = $template)
    AND ($level::VARCHAR IS NULL OR coalesce(used.level, '') = $level)
ORDER BY used.decided_at DESC, used.measure
LIMIT $limit
