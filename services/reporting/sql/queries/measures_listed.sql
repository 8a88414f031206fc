-- The period's measures one by one, the latest first; of a figure that counts evaluations, the evaluations.
WITH used AS (
    SELECT
        * EXCLUDE (limits),
        unnest(
            CASE $figure::VARCHAR
                WHEN 'evaluations_due' THEN limits
                WHEN 'on_time' THEN list_filter(limits, lambda one: one.verdict = 'met')
                ELSE [NULL::STRUCT(day DATE, verdict VARCHAR)]
            END
        ) AS evaluation
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
    used.evaluation.day AS limit_on,
    used.evaluation.verdict AS limit_verdict
FROM used
LEFT JOIN {school_names} AS named USING (school)
ORDER BY used.decided_at DESC, used.measure, limit_on
LIMIT $limit
