-- The period's measures one by one, the latest first; of a figure that counts evaluations, the evaluations.
WITH evaluations AS (
    SELECT case_no, key AS measure_key, local_day(due_at) AS limit_on, verdict AS limit_verdict
    FROM {evaluations_due}
    WHERE $figure::VARCHAR = 'evaluations_due' OR ($figure = 'on_time' AND verdict = 'met')
),
used AS (
    SELECT *
    FROM {measures_used}
    WHERE kind = 'set_in'
        AND CASE $figure::VARCHAR
            WHEN 'carried_out' THEN executed > 0
            WHEN 'running' THEN is_running
            WHEN 'evaluated' THEN effect IS NOT NULL
            WHEN 'works' THEN effect = 'works'
            WHEN 'partly' THEN effect = 'partly'
            WHEN 'does_not_work' THEN effect = 'does_not_work'
            WHEN 'worked_and_ended' THEN conclusion = 'ended' AND effect = 'works'
            WHEN 'asked_twice' THEN experience_before IS NOT NULL
            WHEN 'better' THEN experience_after > experience_before
            WHEN 'same' THEN experience_after = experience_before
            WHEN 'worse' THEN experience_after < experience_before
            ELSE TRUE
        END
        AND CASE $per::VARCHAR
            WHEN 'template' THEN coalesce(template, '') = $value
            WHEN 'level' THEN coalesce(level, '') = $value
            WHEN 'target' THEN coalesce(target, '') = $value
            WHEN 'school' THEN coalesce(school, '') = $value
            ELSE TRUE
        END
)
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
    used.is_running,
    limit_on,
    limit_verdict
FROM used
LEFT JOIN evaluations ON used.case_no = evaluations.case_no AND used.measure::VARCHAR = measure_key
LEFT JOIN {school_names} AS named USING (school)
WHERE limit_on IS NOT NULL OR coalesce($figure::VARCHAR NOT IN ('evaluations_due', 'on_time'), TRUE)
ORDER BY used.decided_at DESC, used.measure, limit_on
LIMIT $limit
