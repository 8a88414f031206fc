-- Cases with Statsforvalteren in the columns that Udir publishes, per unit and period.
WITH known AS (
    SELECT *
    FROM {enforcement_cases}
    WHERE {in_scope(school)}
),
places AS (
    SELECT
        school,
        arg_max(name, registered_at) AS school_name,
        arg_max(municipality, registered_at) AS municipality
    FROM schools
    WHERE {in_scope(school)}
    GROUP BY school
),
placed AS (
    SELECT places.*, municipalities.county FROM places LEFT JOIN municipalities USING (municipality)
),
-- The name and district of a county on a day; the first and the last known where the day lies before or after all of them.
districts AS (
    SELECT
        county,
        county_name,
        authority,
        CASE WHEN lag(county) OVER known_times IS NOT NULL THEN valid_from ELSE DATE '0001-01-01' END AS valid_from,
        CASE WHEN lead(county) OVER known_times IS NOT NULL THEN valid_until ELSE DATE '9999-12-31' END AS valid_until
    FROM counties
    WINDOW known_times AS (PARTITION BY county ORDER BY counties.valid_from)
),
-- What is counted when: every school that is registered, so that nothing shows as nothing, and every case.
counted AS (
    SELECT
        CASE $by
            WHEN 'school' THEN known.school
            WHEN 'municipality' THEN municipality
            WHEN 'county' THEN placed.county
            WHEN 'authority' THEN authority
        END AS unit,
        CASE $by
            WHEN 'school' THEN school_name
            WHEN 'municipality' THEN municipality
            WHEN 'county' THEN county_name
            WHEN 'authority' THEN authority
        END AS name,
        reported_at,
        finished_at,
        outcome,
        fine_warned_at,
        fine_imposed_at
    FROM known
    LEFT JOIN placed USING (school)
    LEFT JOIN districts ON districts.county = placed.county AND local_day(coalesce(reported_at, finished_at)) BETWEEN valid_from AND districts.valid_until
),
span AS (
    SELECT
        greatest($period_from::TIMESTAMP, coalesce(min(coalesce(reported_at, finished_at)), least($period_to::TIMESTAMP, $moment::TIMESTAMP))) AS first,
        least($period_to::TIMESTAMP, $moment::TIMESTAMP) AS last
    FROM known
),
halves AS (
    SELECT day, timezone('Europe/Oslo', day::TIMESTAMP) AT TIME ZONE 'UTC' AS begins,
        timezone('Europe/Oslo', day::TIMESTAMP + INTERVAL 6 MONTH) AT TIME ZONE 'UTC' AS ends
    FROM (
        SELECT unnest(
            generate_series(
                make_date(date_part('year', local_day(first)), CASE WHEN date_part('month', local_day(first)) <= 6 THEN 1 ELSE 7 END, 1),
                local_day(last),
                INTERVAL 6 MONTH
            )
        )::DATE AS day
        FROM span
        WHERE $half_years AND first <= last
    )
),
periods AS (
    SELECT
        date_part('year', day) || CASE WHEN date_part('month', day) = 1 THEN 'H1' ELSE 'H2' END AS half_year,
        greatest(begins, $period_from::TIMESTAMP) AS first,
        least(ends - INTERVAL 1 MICROSECOND, $period_to::TIMESTAMP) AS last
    FROM halves
    UNION ALL
    SELECT NULL, $period_from::TIMESTAMP, $period_to::TIMESTAMP
    WHERE NOT $half_years
),
units AS (
    SELECT DISTINCT
        CASE $by WHEN 'school' THEN school WHEN 'municipality' THEN municipality WHEN 'county' THEN county END AS unit,
        CASE $by
            WHEN 'school' THEN school_name
            WHEN 'municipality' THEN municipality
            WHEN 'county' THEN county_name
        END AS name
    FROM placed
    LEFT JOIN (SELECT county, arg_max(county_name, valid_from) AS county_name FROM counties GROUP BY county) USING (county)
    WHERE $by IN ('school', 'municipality', 'county')
    UNION ALL
    SELECT NULL, NULL
    WHERE $by = 'all'
    UNION
    SELECT unit, name
    FROM counted
),
named AS (
    SELECT unit, any_value(name) AS name FROM units GROUP BY unit
)
SELECT
    named.unit,
    named.name,
    half_year,
    CASE WHEN first > TIMESTAMP '0002-01-01' THEN local_day(first) END AS first_day,
    CASE WHEN last < TIMESTAMP '9999-01-01' THEN local_day(last) END AS last_day,
    count(*) FILTER (reported_at BETWEEN first AND last) AS reported,
    count(*) FILTER (reported_at <= least(last, $moment::TIMESTAMP) AND (finished_at IS NULL OR finished_at > last)) AS still_open,
    count(*) FILTER (finished_at BETWEEN first AND last) AS finished,
    count(*) FILTER (finished_at BETWEEN first AND last AND outcome = 'breached') AS breached,
    count(*) FILTER (finished_at BETWEEN first AND last AND outcome = 'fulfilled') AS fulfilled,
    count(*) FILTER (finished_at BETWEEN first AND last AND outcome = 'dismissed') AS dismissed,
    count(*) FILTER (finished_at BETWEEN first AND last AND outcome = 'guided') AS guided,
    count(*) FILTER (finished_at BETWEEN first AND last AND outcome = 'withdrawn') AS withdrawn,
    count(*) FILTER (fine_warned_at BETWEEN first AND last) AS fine_warned,
    count(*) FILTER (fine_imposed_at BETWEEN first AND last) AS fine_imposed
FROM named
CROSS JOIN periods
LEFT JOIN counted ON counted.unit IS NOT DISTINCT FROM named.unit
GROUP BY ALL
ORDER BY half_year NULLS FIRST, named.name NULLS LAST, named.unit NULLS LAST
