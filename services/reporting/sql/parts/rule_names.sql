-- What each rule asks for, in the newest edition of its rulebook.
SELECT
    rule_id AS rule,
    arg_max(title_nb, edition) AS title_nb,
    arg_max(title_nn, edition) AS title_nn,
    arg_max(title_en, edition) AS title_en
FROM rules
GROUP BY rule_id
