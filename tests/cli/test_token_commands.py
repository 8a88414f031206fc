from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from varde_command import varde_says

from services.case_service.http.accounts import Accounts
from services.case_service.http.tokens import Tokens
from varde.settings import read_settings


def varde(home: Path, *line: str, status: int = 0) -> str:
    environment = {"VARDE_DATA": str(home), "VARDE_TENANT": "trial", "PATH": "/usr/bin:/bin", "COLUMNS": "200"}
    done = varde_says("token", *line, env=environment)
    assert done.returncode == status, done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout or done.stderr


def file(home: Path) -> Path:
    return read_settings({"VARDE_DATA": str(home), "VARDE_TENANT": "trial"}).accounts_file


def test_a_token_is_shown_once_listed_without_itself_and_revoked(tmp_path: Path):
    Accounts(file(tmp_path)).add(login="kari", name="Kari", password="a password of some length")
    given = json.loads(varde(tmp_path, "issue", "--login", "kari", "--name", "Timeplan", "--days", "30", "--json"))
    tokens, now = Tokens(file(tmp_path)), datetime.now(UTC)
    found = tokens.find(given["token"], now)
    assert found is not None
    assert (found.login, found.content) == ("kari", False)
    listed = varde(tmp_path, "list")
    assert "Timeplan" in listed
    assert given["token"] not in listed + varde(tmp_path, "list", "--json")
    assert given["token"].encode() not in file(tmp_path).read_bytes()
    varde(tmp_path, "revoke", given["id"])
    assert tokens.find(given["token"], now) is None


def test_mistakes_are_told_in_a_sentence(tmp_path: Path):
    Accounts(file(tmp_path)).add(login="kari", name="Kari", password="a password of some length")
    assert "Ingen har brukernavnet" in varde(tmp_path, "issue", "--login", "ola", "--name", "x", status=1)
    assert "Si hvilket system" in varde(tmp_path, "issue", "--login", "kari", "--name", " ", status=2)
    assert "ikke noe token" in varde(tmp_path, "revoke", "1", status=1)
    assert "365" in varde(tmp_path, "issue", "--login", "kari", "--name", "x", "--days", "1000", status=2)
