-- How much is overdue, and how much falls due, by school, by who answers for it, by duty and by kind, and all together.
WITH undone AS MATERIALIZED (FROM {undone}),
of_cases AS (
    SELECT handler, school, count(*) AS open_cases, grouping(handler) AS all_handlers, grouping(school) AS all_schools
    FROM {cases}
    WHERE stream = 'case' AND state <> 'closed'
        AND ($schools::VARCHAR[] IS NULL OR list_contains($schools::VARCHAR[], school))
    GROUP BY GROUPING SETS ((handler), (school), ())
),
counted AS (
    SELECT
        CASE
            WHEN grouping(school) = 0 THEN 'school'
            WHEN grouping(handler) = 0 THEN 'handler'
            WHEN grouping(duty) = 0 THEN 'duty'
            WHEN grouping(kind) = 0 THEN 'kind'
            ELSE 'all'
        END AS per,
        coalesce(school, handler::VARCHAR, duty, kind) AS value,
        count(*) FILTER (standing = 'overdue') AS overdue,
        count(*) FILTER (standing = 'silent') AS silent,
        count(*) FILTER (standing = 'open' AND day <= $until) AS due,
        count(*) FILTER (standing = 'open' AND day <= $first_until) AS due_first,
        count(*) FILTER (standing = 'open' AND day <= $until AND is_firm) AS firm
    FROM undone
    GROUP BY GROUPING SETS ((school), (handler), (duty), (kind), ())
),
with_cases AS (
    SELECT
        CASE WHEN all_handlers = 0 THEN 'handler' WHEN all_schools = 0 THEN 'school' ELSE 'all' END AS per,
        CASE WHEN all_handlers = 0 THEN handler::VARCHAR WHEN all_schools = 0 THEN school END AS value,
        open_cases
    FROM of_cases
)
SELECT
    coalesce(counted.per, with_cases.per) AS per,
    coalesce(counted.value, with_cases.value) AS value,
    named.name,
    coalesce(overdue, 0) AS overdue,
    coalesce(silent, 0) AS silent,
    coalesce(due, 0) AS due,
    coalesce(due_first, 0) AS due_first,
    coalesce(firm, 0) AS firm,
    coalesce(open_cases, 0) AS open_cases
FROM counted
FULL JOIN with_cases ON counted.per = with_cases.per AND counted.value IS NOT DISTINCT FROM with_cases.value
LEFT JOIN (SELECT school, arg_max(name, registered_at) AS name FROM schools GROUP BY school) AS named
    ON coalesce(counted.per, with_cases.per) = 'school' AND coalesce(counted.value, with_cases.value) = named.school
ORDER BY 1, overdue + silent DESC, due DESC, open_cases DESC, value
