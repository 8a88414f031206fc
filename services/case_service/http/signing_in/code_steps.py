"""Which one-time code an account used last, so that a code seen over a shoulder opens nothing."""

from __future__ import annotations

from services.case_service.http.session_file import SessionFile, hashed

SCHEMA = "CREATE TABLE IF NOT EXISTS code_steps (login_hash BLOB PRIMARY KEY, step INTEGER NOT NULL) WITHOUT ROWID"


class CodeSteps:
    """The last used time step of each account, over all processes of the tenant."""

    def __init__(self, file: SessionFile) -> None:
        self._file = file
        file.prepare(SCHEMA)

    def use(self, login: str, step: int) -> bool:
        """Whether the step is later than any that was used; it is used then."""
        with self._file.connection() as db:
            done = db.execute(
                "INSERT INTO code_steps VALUES (?, ?) ON CONFLICT (login_hash) DO UPDATE SET step = excluded.step"
                " WHERE excluded.step > code_steps.step",
                (hashed(login), step),
            )
            return done.rowcount == 1

    def forget(self, login: str) -> None:
        """Begin again: the account has a new secret."""
        with self._file.connection() as db:
            db.execute("DELETE FROM code_steps WHERE login_hash = ?", (hashed(login),))
