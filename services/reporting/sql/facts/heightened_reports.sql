-- One row per report under § 12-5.
WITH known AS (
    SELECT *, row_number() OVER (PARTITION BY stream_id ORDER BY occurred_at, version) AS nth
    FROM query_table(src)
    WHERE oddity IS NULL AND stream = 'heightened_case' AND occurred_at <= happened_by AND documented_at <= recorded_by
)
SELECT
    case_id,
    stream_id,
    arg_max(school, nth) AS school,
    TRY_CAST(arg_min(facts->>'pupil_case', nth) FILTER (topic = 'heightened.HeightenedReportReceived') AS UUID) AS pupil_case,
    arg_min(facts->>'suspected', nth) FILTER (topic = 'heightened.HeightenedReportReceived') AS suspected,
    arg_min(facts->>'reporter', nth) FILTER (topic = 'heightened.HeightenedReportReceived') AS reporter,
    arg_min(facts->>'certainty', nth) FILTER (topic = 'heightened.HeightenedReportReceived') AS certainty,
    TRY_CAST(
        arg_min(facts->>'received_by_owner', nth) FILTER (topic = 'heightened.HeightenedReportReceived') AS BOOLEAN
    ) AS received_by_owner,
    TRY_CAST(arg_min(facts->>'suspected_on', nth) FILTER (topic = 'heightened.HeightenedReportReceived') AS DATE) AS suspected_on,
    min(occurred_at) FILTER (topic = 'heightened.HeightenedReportReceived') AS received_at,
    arg_min(documented_at, nth) FILTER (topic = 'heightened.HeightenedReportReceived') AS received_documented_at,
    max(occurred_at) FILTER (topic = 'heightened.ObviousGroundlessnessAssessed') AS assessed_at,
    TRY_CAST(
        arg_max(facts->>'obviously_groundless', nth) FILTER (topic = 'heightened.ObviousGroundlessnessAssessed') AS BOOLEAN
    ) AS obviously_groundless,
    min(occurred_at) FILTER (topic = 'heightened.OwnerNotifiedOfHeightenedReport') AS owner_told_at,
    arg_min(facts->>'channel', nth) FILTER (topic = 'heightened.OwnerNotifiedOfHeightenedReport') AS owner_told_through,
    min(occurred_at) FILTER (topic = 'case.OwnerAcknowledged') AS owner_acknowledged_at,
    min(occurred_at) FILTER (topic = 'heightened.AccusedExcluded') AS shut_out_at,
    min(occurred_at) FILTER (topic = 'heightened.EmployeeInformedAndHeard') AS employee_heard_at,
    count(*) FILTER (topic = 'heightened.EmployeeInformedAndHeard') AS conversations,
    bool_or(TRY_CAST(facts->>'union_representative_present' AS BOOLEAN)) FILTER (
        topic = 'heightened.EmployeeInformedAndHeard'
    ) AS with_union,
    bool_or(TRY_CAST(facts->>'contradiction_given' AS BOOLEAN)) FILTER (
        topic = 'heightened.EmployeeInformedAndHeard'
    ) AS contradicted,
    max(occurred_at) FILTER (topic = 'heightened.HeightenedCaseConcluded') AS concluded_at,
    arg_max(facts->>'outcome', nth) FILTER (topic = 'heightened.HeightenedCaseConcluded') AS outcome,
    TRY_CAST(arg_max(facts->>'pupil_is_safe', nth) FILTER (topic = 'heightened.HeightenedCaseConcluded') AS BOOLEAN) AS pupil_is_safe,
    count(*) FILTER (topic = 'heightened.PersonnelFileReferenced') > 0 AS personnel_file
FROM known
GROUP BY case_id, stream_id
HAVING count(*) FILTER (topic = 'heightened.HeightenedReportReceived') > 0
