-- Every county by its number, under the last name that it had.
SELECT county, arg_max(county_name, valid_from) AS name
FROM counties
GROUP BY county
ORDER BY county
