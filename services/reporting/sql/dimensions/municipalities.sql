-- One row per municipality that a registered school lies in.
SELECT
    municipality,
    CASE WHEN regexp_full_match(municipality, '[0-9]{4}') THEN municipality[1:2] END AS county,
    count(*) AS schools,
    sum(pupils)::BIGINT AS pupils
FROM schools
WHERE municipality IS NOT NULL
GROUP BY municipality
