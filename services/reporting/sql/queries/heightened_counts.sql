-- Reports under § 12-5, over all schools of the scope together, for those alone who may see that there are any.
SELECT
    count(*) FILTER (is_in) AS received,
    count(*) FILTER (is_in AND suspected = 'leader') AS about_leaders,
    count(*) FILTER (is_in AND (owner_told_at IS NOT NULL OR received_by_owner)) AS owner_told,
    count(employee_heard_at) FILTER (is_in) AS employee_heard,
    count(concluded_at) FILTER (is_in) AS concluded,
    count(*) FILTER (is_in AND outcome = 'grounded') AS grounded,
    count(*) FILTER (
        received_at <= least($period_to::TIMESTAMP, $moment::TIMESTAMP) AND (concluded_at IS NULL OR concluded_at > $period_to)
    ) AS still_open
FROM (
    SELECT *, received_at BETWEEN $period_from AND $period_to AS is_in
    FROM {heightened_reports}
    WHERE $heightened AND {in_scope(school)}
)
HAVING $heightened
