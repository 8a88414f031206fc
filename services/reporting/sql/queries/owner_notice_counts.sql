-- Per school and kind, and for all together: what the owner was to be told of in the period, and was.
WITH known AS (
    SELECT *
    FROM {owner_notices}
    WHERE coalesce(arose_at, owner_told_at) BETWEEN $period_from AND $period_to
        AND {in_scope(school)}
),
counted AS (
    SELECT
        school,
        about,
        grouping(school) = 1 AS is_total,
        count(*) AS arose,
        count(owner_told_at) AS told,
        count(acknowledged_at) AS acknowledged,
        count(owner_told_at) FILTER (arose_at IS NOT NULL) AS told_base,
        median(greatest(epoch(owner_told_at) - epoch(arose_at), 0)) FILTER (
            owner_told_at IS NOT NULL AND arose_at IS NOT NULL
        ) / 3600 AS median_hours_told
    FROM known
    GROUP BY GROUPING SETS ((school, about), (about))
)
SELECT counted.* EXCLUDE (is_total), named.name AS school_name
FROM counted
LEFT JOIN {school_names} AS named USING (school)
ORDER BY is_total, school_name NULLS LAST, school NULLS LAST, about
