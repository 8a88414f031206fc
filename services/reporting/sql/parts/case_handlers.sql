-- Who handles each case.
SELECT case_id, any_value(handler) AS handler FROM {cases} WHERE stream = 'case' AND handler IS NOT NULL GROUP BY case_id
