-- The avvik of the scope, with how old the open ones are and whether they are beyond their limit.
SELECT
    *,
    coalesce(closed_at IS NULL AND due_on < today, FALSE) AS is_overdue,
    date_diff('day', local_day(raised_at), today) AS age_days,
    CASE
        WHEN closed_at IS NOT NULL THEN NULL
        WHEN age_days < 14 THEN '0'
        WHEN age_days < 30 THEN '14'
        WHEN age_days < 90 THEN '30'
        ELSE '90'
    END AS age
FROM {avvik} CROSS JOIN (SELECT local_day($moment::TIMESTAMP) AS today)
WHERE {in_scope(school)}
    AND ($heightened OR NOT heightened)
