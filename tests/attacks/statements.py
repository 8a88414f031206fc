"""SQL that somebody writes where a value belongs."""

from __future__ import annotations

SQL = (
    "' OR 1=1 --",
    "'; ATTACH 'x.db' AS x; --",
    "1; COPY events TO '/tmp/leak.csv'",
    "' UNION SELECT * FROM read_csv('/etc/passwd') --",
    "$schools); INSTALL httpfs; LOAD httpfs; --",
    "999000011'); DROP TABLE cases; --",
    "{cases}",
    "${moment}",
)
