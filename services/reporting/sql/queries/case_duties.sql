-- The verdict per duty of one case at the moment.
WITH asked_case AS (
    SELECT DISTINCT case_id
    FROM {events}
    WHERE case_id = $case_id
        AND ($heightened OR stream <> 'heightened_case')
        AND {in_scope(school)}
),
judged AS (
    SELECT *
    FROM {judged}
    WHERE case_id IN (SELECT case_id FROM asked_case) AND ($heightened OR stream <> 'heightened_case')
)
SELECT * FROM ({duties})
