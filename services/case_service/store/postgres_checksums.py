"""The steps that give rows in PostgreSQL a checksum where no leaf and no seal covers them; ``{t}`` is the tenant's name."""

from __future__ import annotations

from typing import Final


def _with_checksums(table: str) -> tuple[str, ...]:
    """Give each row of a table its checksum, also those of before, by the function ``{t}_<table>_checksum``.

    The database makes it, so programs of before go on writing; a row that comes back from a backup keeps the one it had.
    """
    steps = (
        "ALTER TABLE {t}_{table} ADD COLUMN checksum bytea",
        "UPDATE {t}_{table} AS one SET checksum = {t}_{table}_checksum(one)",
        "ALTER TABLE {t}_{table} ALTER COLUMN checksum SET NOT NULL",
        """CREATE FUNCTION {t}_{table}_sum() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'UPDATE' OR NEW.checksum IS NULL THEN NEW.checksum := {t}_{table}_checksum(NEW); END IF;
                RETURN NEW;
            END $$""",
        """CREATE TRIGGER {t}_{table}_summed BEFORE INSERT OR UPDATE ON {t}_{table}
            FOR EACH ROW EXECUTE FUNCTION {t}_{table}_sum()""",
    )
    return tuple(step.replace("{table}", table) for step in steps)


ONCE_WITH_CHECKSUM: Final = (
    """CREATE FUNCTION {t}_once_checksum(one {t}_once) RETURNS bytea LANGUAGE sql STABLE AS $$
        SELECT sha256(convert_to(concat_ws(chr(10), one.first_position, array_to_string(one.versions, ','),
            encode(one.fingerprint, 'hex'), one.key), 'UTF8')) $$""",
    *_with_checksums("once"),
)
"""What a repeated request is compared with is no event: no leaf covers it."""

KEYS_WITH_CHECKSUM: Final = (
    """CREATE FUNCTION {t}_keys_checksum(one {t}_keys) RETURNS bytea LANGUAGE sql STABLE AS $$
        SELECT sha256(convert_to(jsonb_build_array(one.subject, one.retention, encode(one.wrapped, 'hex'),
            encode(one.commitment, 'hex'), encode(one.kek_id, 'hex'), one.created_at AT TIME ZONE 'UTC',
            one.destroyed_at AT TIME ZONE 'UTC', one.basis, one.approver_1, one.approver_2)::text, 'UTF8')) $$""",
    "ALTER TABLE {t}_keys DISABLE TRIGGER {t}_tombstones_stay",
    *_with_checksums("keys"),
    "ALTER TABLE {t}_keys ENABLE TRIGGER {t}_tombstones_stay",
)
"""The wrapping covers the key and whose it is; this covers the rest of the row, and all of a tombstone."""
