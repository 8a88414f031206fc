-- The registered schools of the scope, as they are known now.
SELECT school, arg_max(name, registered_at) AS name, arg_max(pupils, registered_at) AS pupils, arg_max(municipality, registered_at) AS municipality
FROM schools
WHERE {in_scope(school)}
GROUP BY school
ORDER BY name, school
