-- Who handles each of the cases in ``asked_cases``.
SELECT case_no, any_value(handler) AS handler
FROM {cases}
WHERE stream = 'case' AND handler IS NOT NULL AND case_no IN (SELECT case_no FROM asked_cases)
GROUP BY case_no
