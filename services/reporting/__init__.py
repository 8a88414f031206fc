"""Reporting: follows the event log into DuckDB and answers the named queries that dashboards ask."""
