from __future__ import annotations

import json
from pathlib import Path
from uuid import UUID

import pytest
from varde_command import varde_says

from services.case_service.http.accounts import Accounts
from varde.composition import account_keys
from varde.settings import read_settings

PASSWORD = "a password of some length"
PERSON = "018f3a7e-0000-7000-8000-000000000001"


def varde(home: Path, *line: str, typed: str = PASSWORD, status: int = 0, **more: str) -> str:
    environment = {"VARDE_DATA": str(home), "VARDE_TENANT": "trial", "PATH": "/usr/bin:/bin", "COLUMNS": "200", **more}
    done = varde_says("account", *line, env=environment, typed=f"{typed}\n")
    assert done.returncode == status, done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout or done.stderr


def accounts(home: Path) -> Accounts:
    return Accounts(read_settings({"VARDE_DATA": str(home), "VARDE_TENANT": "trial"}).accounts_file)


def test_somebody_gets_a_login_and_stands_in_the_list(tmp_path: Path):
    varde(tmp_path, "add", "kari", "--name", "Kari Nordli", "--role", "principal", "--school", "100000011", "--person", PERSON)
    added = accounts(tmp_path).verify("kari", PASSWORD)
    assert (added.person, added.schools) == (UUID(PERSON), ("100000011",))
    listed = varde(tmp_path, "list")
    assert "Kari Nordli" in listed
    assert PERSON in listed
    assert "scrypt" not in varde(tmp_path, "list", "--json")


@pytest.mark.parametrize(
    ("line", "typed", "status", "says"),
    [
        (("add", "kari", "--name", "Kari"), PASSWORD, 1, "finnes fra før"),
        (("add", "Ola N", "--name", "Ola"), PASSWORD, 2, "kan ikke være brukernavn"),
        (("add", "ola", "--name", "Ola", "--person", "1"), PASSWORD, 2, "må være en UUID"),
        (("add", "ola", "--name", "Ola", "--person", PERSON), PASSWORD, 1, "hører til en annen konto"),
        (("add", "ola", "--name", "Ola"), "short", 2, "minst 12 tegn"),
        (("add", "ola", "--name", "Ola", "--kind", "king"), PASSWORD, 2, "king"),
        (("reset", "ola"), PASSWORD, 1, "Ingen har brukernavnet"),
        (("disable", "ola"), PASSWORD, 1, "Ingen har brukernavnet"),
        (("enable", "ola"), PASSWORD, 1, "Ingen har brukernavnet"),
        (("identify", "kari", "--provider", "feide"), "x", 2, "ingen innloggingstjeneste"),
    ],
)
def test_what_is_wrong_is_one_sentence(tmp_path: Path, line: tuple[str, ...], typed: str, status: int, says: str):
    varde(tmp_path, "add", "kari", "--name", "Kari", "--person", PERSON)
    assert says in varde(tmp_path, *line, typed=typed, status=status)
    assert [account.login for account in accounts(tmp_path).everyone()] == ["kari"]


def test_an_account_is_closed_opened_and_given_a_new_password(tmp_path: Path):
    varde(tmp_path, "add", "kari", "--name", "Kari")
    varde(tmp_path, "disable", "kari")
    assert accounts(tmp_path).verify("kari", PASSWORD) is None
    assert "stengt" in varde(tmp_path, "list")
    varde(tmp_path, "enable", "kari")
    varde(tmp_path, "reset", "kari", typed="another password of some length")
    assert accounts(tmp_path).verify("kari", PASSWORD) is None
    assert accounts(tmp_path).verify("kari", "another password of some length") is not None


def test_a_provider_vouches_for_an_account_without_a_password(tmp_path: Path):
    (tmp_path / "secret").write_text("s")
    (tmp_path / "oidc.toml").write_text('[feide]\nis = "feide"\nclient_id = "c"\nclient_secret_file = "secret"\n')
    more = {"VARDE_OIDC_FILE": str(tmp_path / "oidc.toml"), "VARDE_HOSTS": "varde.example"}
    varde(tmp_path, "add", "kari", "--name", "Kari", "--no-password")
    shown = json.loads(
        varde(tmp_path, "identify", "kari", "--provider", "feide", "--json", typed=" Kari@Lyngfjord.example ", **more)
    )
    assert (shown["password"], shown["providers"]) == (False, ["feide"])
    settings = read_settings({"VARDE_DATA": str(tmp_path), "VARDE_TENANT": "trial"})
    mark = account_keys(settings).mark("feide", "kari@lyngfjord.example")
    assert accounts(tmp_path).of_identity("feide", mark).login == "kari"
    assert accounts(tmp_path).verify("kari", "") is None
    varde(tmp_path, "add", "ola", "--name", "Ola", "--no-password")
    assert "annen konto" in varde(
        tmp_path, "identify", "ola", "--provider", "feide", typed="KARI@lyngfjord.example", status=1, **more
    )
    assert b"lyngfjord.example" not in settings.accounts_file.read_bytes()
