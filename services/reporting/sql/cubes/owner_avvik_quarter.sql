-- Avvik raised in the period by kind; by school too, which is never published and holds the sums together.
SELECT school, kind AS category, count(*) AS avvik_raised
FROM {avvik} AS known
ANTI JOIN released_heightened ON known.case_id = released_heightened.id OR known.about_stream = released_heightened.id
WHERE raised_at BETWEEN $first AND $last AND school IN (SELECT school FROM released_schools)
    AND kind IN ('serious_case_12_4', 'physical_intervention_13_4', 'process_breach', 'personal_data_breach', 'inspection_finding')
GROUP BY GROUPING SETS ((school, kind), (kind))
