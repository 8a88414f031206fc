-- The name and the pupils of every registered school.
SELECT school, arg_max(name, registered_at) AS name, arg_max(pupils, registered_at) AS pupils FROM schools GROUP BY school
