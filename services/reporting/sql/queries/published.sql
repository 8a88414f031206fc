-- The published figures. What is hidden leaves as null, and so does everything that its size could be told from.
SELECT
    $tenant AS municipality,
    cube,
    version AS cube_version,
    period,
    first_day,
    last_day,
    released_on,
    cells.school AS school,
    coalesce(named.name, '') AS school_name,
    category,
    measure,
    CASE WHEN measure LIKE '%percent' THEN 'percent' WHEN measure LIKE 'median_hours%' THEN 'hours' ELSE 'count' END AS unit,
    CASE WHEN NOT cells.hidden THEN value END AS value,
    cells.hidden AS hidden
FROM release_cells AS cells
JOIN releases USING (cube, period)
LEFT JOIN {school_names} AS named ON cells.school = named.school
WHERE published
    AND released_on <= local_day($moment::TIMESTAMP)
    AND ($cube::VARCHAR IS NULL OR cube = $cube)
    AND ($period::VARCHAR IS NULL OR period = $period)
    AND ($of_schools OR cells.school = '')
ORDER BY cube, first_day, cells.school, category, measure
