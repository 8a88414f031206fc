-- How much is overdue, and how much falls due, by school, by who answers for it, by duty and by kind, and all together.
WITH undone AS MATERIALIZED (
    SELECT
        school_no,
        source,
        responsible,
        case_no,
        duty_no,
        kind,
        standing = 'overdue' AS overdue,
        standing = 'silent' AS silent,
        standing = 'open' AND due_at <= day_end($until) AS due,
        standing = 'open' AND due_at <= day_end($first_until) AS due_first,
        standing = 'open' AND due_at <= day_end($until) AND is_firm AS firm
    FROM {undone}
),
-- Twice added up before it is counted by anything: there are few schools and duties, and few histories.
per_duty AS (
    SELECT school_no, duty_no, kind, count_if(COLUMNS('^(overdue|silent|due|due_first|firm)$'))::BIGINT AS '\0'
    FROM undone
    GROUP BY school_no, duty_no, kind
),
per_case AS (
    SELECT case_no, count_if(COLUMNS('^(overdue|silent|due|due_first|firm)$'))::BIGINT AS '\0' FROM undone WHERE source <> 'avvik' GROUP BY case_no
),
asked_cases AS (SELECT case_no FROM per_case),
answered_for AS (
    SELECT handler AS answers, per_case.* EXCLUDE (case_no)
    FROM per_case
    LEFT JOIN {case_handlers} AS handlers USING (case_no)
    UNION ALL
    SELECT responsible, COLUMNS('^(overdue|silent|due|due_first|firm)$')::BIGINT FROM undone WHERE source = 'avvik'
),
of_cases AS (
    SELECT handler, school, count(*) AS open_cases, grouping(handler) AS all_handlers, grouping(school) AS all_schools
    FROM {cases}
    WHERE stream = 'case' AND state <> 'closed'
        AND {in_scope(school)}
    GROUP BY GROUPING SETS ((handler), (school), ())
),
numbered AS (
    SELECT
        CASE
            WHEN grouping(school_no) = 0 THEN 'school'
            WHEN grouping(duty_no) = 0 THEN 'duty'
            WHEN grouping(kind) = 0 THEN 'kind'
            ELSE 'all'
        END AS per,
        school_no,
        duty_no,
        kind,
        sum(COLUMNS('^(overdue|silent|due|due_first|firm)$'))::BIGINT AS '\0'
    FROM per_duty
    GROUP BY GROUPING SETS ((school_no), (duty_no), (kind), ())
),
counted AS (
    SELECT
        per,
        CASE per WHEN 'school' THEN school WHEN 'duty' THEN coalesce(duty, 'avvik') WHEN 'kind' THEN kind END AS value,
        COLUMNS('^(overdue|silent|due|due_first|firm)$')
    FROM numbered
    LEFT JOIN school_numbers USING (school_no)
    LEFT JOIN duties USING (duty_no)
    UNION ALL
    SELECT 'handler', answers::VARCHAR, sum(COLUMNS('^(overdue|silent|due|due_first|firm)$'))::BIGINT
    FROM answered_for
    GROUP BY answers
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
