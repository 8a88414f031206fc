-- One row per school year that lies whole within the calendar.
SELECT
    school_year,
    date_part('year', min(day))::INTEGER AS begins,
    min(day) AS first_day,
    max(day) AS last_day,
    count(*) FILTER (working_day) AS working_days
FROM calendar
GROUP BY school_year
HAVING strftime(min(day), '%m-%d') = '08-01' AND strftime(max(day), '%m-%d') = '07-31'
