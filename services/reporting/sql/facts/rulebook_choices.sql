-- Which municipal plan applies at which school, from when; a later day ends it.
SELECT
    case_id,
    school,
    facts->>'rulebook' AS rulebook,
    TRY_CAST(facts->>'from_date' AS DATE) AS from_date
FROM query_table(src)
WHERE topic = 'school.RulebookChosen' AND oddity IS NULL AND school IS NOT NULL
    AND occurred_at <= happened_by AND documented_at <= recorded_by
-- Of several choices from the same day the one made last holds.
QUALIFY row_number() OVER (PARTITION BY school, from_date ORDER BY position DESC) = 1
