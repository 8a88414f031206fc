-- One row per time somebody told or saw that a pupil may not be well, and when the principal got it.
WITH known AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY stream_id, topic ORDER BY occurred_at, version) AS nth,
        from_json(
            facts,
            '{"reporter": "VARCHAR", "concern": "VARCHAR", "certainty": "VARCHAR", "arenas": ["VARCHAR"], "arena": "VARCHAR", "signs": ["VARCHAR"],
              "from_date": "DATE", "to_date": "DATE", "asks_for_measures": "BOOLEAN", "solved_on_the_spot": "BOOLEAN",
              "follow_up_conversations_agreed": "BOOLEAN", "physical_intervention": "BOOLEAN", "wants_answer": "BOOLEAN", "to_case": "UUID"}'
        ) AS said
    FROM query_table(src)
    WHERE oddity IS NULL AND stream = 'case' AND occurred_at <= happened_by AND documented_at <= recorded_by
        AND topic IN (
            'case.ConcernReceived', 'case.ObservationNoted', 'case.IncidentIntervened', 'case.ConcernJoined', 'case.ReportedToPrincipal',
            'case.RaisedWithPrincipal', 'case.ReporterCodeIssued', 'case.MessageFromReporter', 'case.MessageToReporter'
        )
),
of_stream AS (
    SELECT
        stream_id,
        list(occurred_at ORDER BY occurred_at) FILTER (topic IN ('case.ReportedToPrincipal', 'case.RaisedWithPrincipal')) AS reports,
        arg_max(said.to_case, nth) FILTER (topic = 'case.ConcernJoined') AS joined_case,
        arg_max(said.wants_answer, nth) FILTER (topic = 'case.ReporterCodeIssued') AS wants_answer,
        count(*) FILTER (topic = 'case.MessageFromReporter') AS messages,
        min(occurred_at) FILTER (topic = 'case.MessageToReporter') AS answered_at
    FROM known
    GROUP BY stream_id
),
told AS (
    SELECT
        known.*,
        topic = 'case.ConcernReceived' AND nth = 1 AS is_first,
        -- What was known before it was told is reported by the first report after it was known, not by an earlier one.
        list_min([report FOR report IN reports IF report >= least(known_at, occurred_at)]) AS reported_at,
        of_stream.* EXCLUDE (stream_id, reports)
    FROM known
    JOIN of_stream USING (stream_id)
    WHERE topic IN ('case.ConcernReceived', 'case.ObservationNoted', 'case.IncidentIntervened')
)
SELECT
    case_id,
    stream_id,
    event_id,
    school,
    CASE topic WHEN 'case.ConcernReceived' THEN 'told' WHEN 'case.ObservationNoted' THEN 'seen' ELSE 'stopped' END AS kind,
    said.reporter AS reporter,
    role,
    channel,
    said.concern AS concern,
    said.certainty AS certainty,
    coalesce(nullif(said.arenas, []), [arena FOR arena IN [said.arena] IF arena IS NOT NULL]) AS arenas,
    coalesce(said.signs, []) AS signs,
    said.from_date AS from_date,
    said.to_date AS to_date,
    said.asks_for_measures AS asks_for_measures,
    said.solved_on_the_spot AS solved_on_the_spot,
    said.follow_up_conversations_agreed AS conversations_agreed,
    said.physical_intervention AS physical_intervention,
    known_at,
    occurred_at AS happened_at,
    documented_at,
    reported_at,
    -- greatest() alone would make no hours of no report.
    CASE WHEN reported_at IS NOT NULL THEN greatest(epoch(reported_at) - epoch(known_at), 0) / 3600 END AS hours_to_principal,
    CASE WHEN is_first THEN wants_answer END AS wants_answer,
    CASE WHEN is_first THEN messages END AS messages,
    CASE WHEN is_first THEN answered_at END AS answered_at,
    joined_case
FROM told
