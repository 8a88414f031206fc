"""How a database server is reached."""

from __future__ import annotations

from typing import Final

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from varde.settings import Settings

SILENT: Final = {
    "connect_timeout": 10,
    "tcp_user_timeout": 10_000,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
}
"""After how long a server that says nothing is given up, so that another connection is tried: the system's own limit is a quarter
of an hour. What the address itself says goes before."""


def dsn(settings: Settings, address: str) -> str:
    """The address with how long its server may be silent, and with its password, where there is one."""
    given = {**SILENT, **conninfo_to_dict(address)}
    if settings.database_password:
        given["password"] = settings.database_password
    return make_conninfo("", **given)
