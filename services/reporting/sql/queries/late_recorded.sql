-- What happened in the period and was written down more than a day late, the latest first.
SELECT late.* EXCLUDE (event_id, case_no), named.name AS school_name
FROM {late_recording} AS late
LEFT JOIN {school_names} AS named USING (school)
WHERE happened_at BETWEEN $period_from AND $period_to
    AND ($heightened OR stream <> 'heightened_case')
    AND {in_scope(school)}
ORDER BY hours DESC, event_id
LIMIT greatest($limit, 0)
