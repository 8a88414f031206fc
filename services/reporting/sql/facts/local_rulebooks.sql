-- Every version of a rulebook of the municipality's own, in the order of adoption.
SELECT
    case_id,
    position,
    facts->>'rulebook' AS rulebook,
    TRY_CAST(facts->>'rulebook_version' AS BIGINT) AS version,
    facts->>'source_toml' AS source,
    facts->>'sha256' AS sha256,
    recorded_at AS adopted_at
FROM query_table(src)
WHERE topic = 'municipality.LocalRulebookAdopted' AND oddity IS NULL
    AND occurred_at <= happened_by AND documented_at <= recorded_by
