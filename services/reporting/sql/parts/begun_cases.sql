-- The ordinary cases of the scope, with when they began and whether that was in the period.
SELECT
    *,
    began_at BETWEEN $period_from AND $period_to AS is_new
FROM {cases}
WHERE stream = 'case'
    AND ($grade::INTEGER IS NULL OR grade = $grade)
    AND {in_scope(school)}
