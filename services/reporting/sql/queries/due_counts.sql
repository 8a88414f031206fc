-- How much is overdue, and how much falls due, by school, by who answers for it, by duty and by kind, and all together.
WITH undone AS MATERIALIZED (
    SELECT
        school,
        source,
        responsible,
        case_id,
        duty,
        kind,
        count(*) FILTER (standing = 'overdue') AS overdue,
        count(*) FILTER (standing = 'silent') AS silent,
        count(*) FILTER (standing = 'open' AND due_at <= day_end($until)) AS due,
        count(*) FILTER (standing = 'open' AND due_at <= day_end($first_until)) AS due_first,
        count(*) FILTER (standing = 'open' AND due_at <= day_end($until) AND is_firm) AS firm
    FROM {undone}
    GROUP BY ALL
),
assigned AS (
    SELECT undone.*, CASE source WHEN 'avvik' THEN responsible ELSE handlers.handler END AS handler
    FROM undone
    LEFT JOIN {case_handlers} AS handlers USING (case_id)
),
of_cases AS (
    SELECT handler, school, count(*) AS open_cases, grouping(handler) AS all_handlers, grouping(school) AS all_schools
    FROM {cases}
    WHERE stream = 'case' AND state <> 'closed'
        AND {in_scope(school)}
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
        sum(overdue)::BIGINT AS overdue,
        sum(silent)::BIGINT AS silent,
        sum(due)::BIGINT AS due,
        sum(due_first)::BIGINT AS due_first,
        sum(firm)::BIGINT AS firm
    FROM assigned
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
LEFT JOIN {school_names} AS named
    ON CASE coalesce(counted.per, with_cases.per) WHEN 'school' THEN coalesce(counted.value, with_cases.value) END = named.school
ORDER BY 1, overdue + silent DESC, due DESC, open_cases DESC, value
