-- What was put right, or disagreed with, in the period, the newest first; what it is about is named by the event that it names.
SELECT
    corrected.kind,
    corrected.stream,
    corrected.stream_id,
    about.topic AS about_topic,
    corrected.field,
    corrected.school,
    named.name AS school_name,
    corrected.happened_at
FROM {corrections} AS corrected
LEFT JOIN {events} AS about ON about.event_id = corrected.about_event AND about.oddity IS NULL
LEFT JOIN {school_names} AS named ON named.school = corrected.school
WHERE corrected.happened_at BETWEEN $period_from AND $period_to
    AND ($heightened OR corrected.stream <> 'heightened_case')
    AND {in_scope(corrected.school)}
ORDER BY corrected.happened_at DESC, corrected.event_id
