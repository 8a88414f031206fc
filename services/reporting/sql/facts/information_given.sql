-- One row per time that pupil, guardians, class or reporter were told something, by letter or otherwise.
WITH known AS (
    SELECT
        *,
        from_json(
            facts,
            '{"letter": "VARCHAR", "recipients": ["VARCHAR"], "audience": "VARCHAR", "delivery": "VARCHAR", "in_writing": "BOOLEAN",
              "pupil_informed": "BOOLEAN", "guardians_informed": "BOOLEAN", "informs_of_enforcement_right": "BOOLEAN"}'
        ) AS said
    FROM query_table(src)
    WHERE oddity IS NULL AND occurred_at <= happened_by AND documented_at <= recorded_by
        AND topic IN (
            'case.PupilInformedOfReceipt', 'case.ReceiptLetterSent', 'case.FindingsShared', 'case.InformedOfEnforcementRight', 'case.LetterSent',
            'case.MessageToReporter'
        )
)
SELECT
    case_id,
    stream_id,
    stream,
    event_id,
    school,
    CASE topic
        WHEN 'case.PupilInformedOfReceipt' THEN 'receipt'
        WHEN 'case.ReceiptLetterSent' THEN 'receipt_letter'
        WHEN 'case.FindingsShared' THEN 'findings'
        WHEN 'case.InformedOfEnforcementRight' THEN 'enforcement_right'
        WHEN 'case.LetterSent' THEN 'letter'
        ELSE 'message'
    END AS kind,
    said.letter AS letter,
    CASE topic
        WHEN 'case.PupilInformedOfReceipt' THEN ['pupil']
        WHEN 'case.ReceiptLetterSent' THEN ['pupil', 'guardians']
        WHEN 'case.FindingsShared' THEN [told FOR told IN [said.audience] IF told IS NOT NULL]
        WHEN 'case.InformedOfEnforcementRight'
            THEN [told FOR told IN ['pupil', 'guardians'] IF CASE told WHEN 'pupil' THEN said.pupil_informed ELSE said.guardians_informed END]
        WHEN 'case.LetterSent' THEN coalesce(said.recipients, [])
        ELSE ['reporter']
    END AS recipients,
    said.delivery AS delivery,
    coalesce(said.in_writing, topic IN ('case.ReceiptLetterSent', 'case.LetterSent', 'case.MessageToReporter')) AS in_writing,
    coalesce(said.informs_of_enforcement_right, topic = 'case.InformedOfEnforcementRight') AS enforcement_right,
    occurred_at AS happened_at,
    documented_at
FROM known
