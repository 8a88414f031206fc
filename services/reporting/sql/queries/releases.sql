-- The ledger of releases, the newest first.
SELECT *
FROM releases
WHERE released_on <= local_day($moment::TIMESTAMP)
ORDER BY released_on DESC, cube, period
