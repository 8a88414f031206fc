-- One row per measure: set in, taken at once, or proposed and declined; with how it was carried out and what came of it.
WITH known AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY stream_id ORDER BY occurred_at, version) AS nth,
        from_json(
            facts,
            '{"measure": "UUID", "level": "VARCHAR", "arena": "VARCHAR", "target": "VARCHAR", "executor_is": "VARCHAR", "from_date": "DATE",
              "to_date": "DATE", "evaluate_on": "DATE", "times_per_week": "BIGINT", "weeks": "BIGINT", "minutes_each_time": "BIGINT",
              "group_size": "BIGINT", "same_adult": "BOOLEAN", "pupil_participated": "BOOLEAN", "guardians_participated": "BOOLEAN",
              "consent_obtained": "BOOLEAN", "ordinary_routine": "BOOLEAN", "template": "VARCHAR", "replaces": "UUID",
              "danger_to_life_or_health": "BOOLEAN", "proposed_by": "VARCHAR", "pupil": "UUID", "experience": "BIGINT", "effect": "VARCHAR",
              "conclusion": "VARCHAR", "next_evaluation_on": "DATE"}'
        ) AS said
    FROM query_table(src)
    WHERE oddity IS NULL AND stream IN ('case', 'heightened_case') AND occurred_at <= happened_by AND documented_at <= recorded_by
        AND topic IN (
            'case.CaseOpened', 'heightened.HeightenedReportReceived', 'case.MeasureAdded', 'case.ImmediateMeasureTaken',
            'case.ProposedMeasureDeclined', 'case.MeasureExecuted', 'case.MeasureMissed', 'case.MeasureEvaluated', 'case.PlanEvaluated',
            'case.FollowUpHeld', 'case.SafetyConfirmed', 'case.PostClosureCheckDone'
        )
),
-- A measure has an id of its own, so that it can be told of again; the two others have the event's.
added AS (
    SELECT
        case_id,
        stream_id,
        stream,
        CASE topic WHEN 'case.MeasureAdded' THEN 'set_in' WHEN 'case.ImmediateMeasureTaken' THEN 'at_once' ELSE 'declined' END AS kind,
        CASE topic WHEN 'case.MeasureAdded' THEN said.measure ELSE event_id END AS measure,
        arg_max(school, nth) AS school,
        min(occurred_at) AS decided_at,
        min(documented_at) AS documented_at,
        arg_max(said, nth) AS said
    FROM known
    WHERE topic IN ('case.MeasureAdded', 'case.ImmediateMeasureTaken', 'case.ProposedMeasureDeclined')
    GROUP BY ALL
),
work AS (
    SELECT
        stream_id,
        said.measure AS measure,
        min(occurred_at) FILTER (topic = 'case.MeasureExecuted') AS first_executed_at,
        max(occurred_at) FILTER (topic = 'case.MeasureExecuted') AS last_executed_at,
        count(*) FILTER (topic = 'case.MeasureExecuted') AS executed,
        count(*) FILTER (topic = 'case.MeasureMissed') AS missed,
        min(occurred_at) FILTER (topic = 'case.MeasureEvaluated') AS first_evaluated_at,
        max(occurred_at) FILTER (topic = 'case.MeasureEvaluated') AS evaluated_at,
        count(*) FILTER (topic = 'case.MeasureEvaluated') AS evaluated,
        arg_max(said.effect, nth) FILTER (topic = 'case.MeasureEvaluated') AS effect,
        arg_max(said.conclusion, nth) FILTER (topic = 'case.MeasureEvaluated') AS conclusion,
        arg_max(said.next_evaluation_on, nth) FILTER (topic = 'case.MeasureEvaluated') AS next_evaluation_on,
        arg_max(said.experience, nth) FILTER (topic = 'case.MeasureEvaluated') AS experience_after,
        arg_max(occurred_at, nth) FILTER (topic = 'case.MeasureEvaluated' AND said.experience IS NOT NULL) AS after_said_at
    FROM known
    WHERE topic IN ('case.MeasureExecuted', 'case.MeasureMissed', 'case.MeasureEvaluated')
    GROUP BY ALL
),
replaced AS (
    SELECT stream_id, said.replaces AS measure, min(occurred_at) AS replaced_at
    FROM known
    WHERE topic = 'case.MeasureAdded' AND said.replaces IS NOT NULL
    GROUP BY ALL
),
own_pupil AS (
    SELECT stream_id, arg_max(said.pupil, nth) AS pupil
    FROM known
    WHERE topic IN ('case.CaseOpened', 'heightened.HeightenedReportReceived')
    GROUP BY ALL
),
-- What the case's own pupil said on the scale: on the way, and at every evaluation.
experiences AS (
    SELECT stream_id, nth, occurred_at, said.experience AS experience
    FROM known
    LEFT JOIN own_pupil USING (stream_id)
    WHERE said.experience IS NOT NULL AND coalesce(said.pupil = own_pupil.pupil, TRUE)
        AND topic IN (
            'case.FollowUpHeld', 'case.SafetyConfirmed', 'case.PostClosureCheckDone', 'case.MeasureEvaluated', 'case.PlanEvaluated'
        )
),
before AS (
    SELECT
        stream_id,
        measure,
        max(occurred_at) FILTER (occurred_at <= begun_at) AS before_at,
        arg_max(experience, nth) FILTER (occurred_at <= begun_at) AS experience_before,
        -- Where nobody had asked before it began, the first answer on the way is the nearest that there is.
        min(occurred_at) FILTER (occurred_at > begun_at AND occurred_at < after_said_at) AS underway_at,
        arg_min(experience, nth) FILTER (occurred_at > begun_at AND occurred_at < after_said_at) AS experience_underway
    FROM (
        SELECT stream_id, measure, coalesce(first_executed_at, decided_at) AS begun_at, after_said_at
        FROM added
        LEFT JOIN work USING (stream_id, measure)
        WHERE kind = 'set_in'
    )
    JOIN experiences USING (stream_id)
    GROUP BY ALL
)
SELECT
    case_id,
    stream_id,
    stream,
    measure,
    kind,
    school,
    said.template AS template,
    said.level AS level,
    said.arena AS arena,
    said.target AS target,
    said.executor_is AS responsible,
    said.proposed_by AS proposed_by,
    said.danger_to_life_or_health AS danger,
    said.ordinary_routine AS ordinary_routine,
    said.from_date AS from_date,
    said.to_date AS to_date,
    said.evaluate_on AS evaluate_on,
    said.times_per_week AS times_per_week,
    said.weeks AS weeks,
    said.minutes_each_time AS minutes_each_time,
    said.group_size AS group_size,
    said.same_adult AS same_adult,
    said.consent_obtained AS consent_obtained,
    said.pupil_participated AS pupil_participated,
    said.guardians_participated AS guardians_participated,
    said.replaces AS replaces,
    decided_at,
    documented_at,
    replaced_at,
    first_executed_at,
    last_executed_at,
    CASE WHEN kind = 'set_in' THEN coalesce(executed, 0) END AS executed,
    CASE WHEN kind = 'set_in' THEN coalesce(missed, 0) END AS missed,
    first_evaluated_at,
    evaluated_at,
    CASE WHEN kind = 'set_in' THEN coalesce(evaluated, 0) END AS evaluated,
    effect,
    conclusion,
    CASE WHEN conclusion <> 'ended' THEN next_evaluation_on END AS next_evaluation_on,
    CASE WHEN after_said_at IS NOT NULL THEN coalesce(experience_before, experience_underway) END AS experience_before,
    CASE WHEN after_said_at IS NOT NULL THEN CASE WHEN experience_before IS NULL THEN underway_at ELSE before_at END END AS before_said_at,
    experience_after,
    after_said_at,
    CASE WHEN conclusion = 'ended' THEN evaluated_at END AS ended_at
FROM added
LEFT JOIN work USING (stream_id, measure)
LEFT JOIN replaced USING (stream_id, measure)
LEFT JOIN before USING (stream_id, measure)
