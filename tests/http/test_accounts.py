from __future__ import annotations

import stat
from pathlib import Path

import pytest

from events.lists.people import Role
from services.case_service.http.accounts import Accounts


def test_an_account_opens_with_its_password_alone(tmp_path: Path):
    accounts = Accounts(tmp_path / "accounts.sqlite")
    added = accounts.add(login="gro", name="Gro", password="the right one", roles=(Role.PRINCIPAL,), schools=("100000001",))
    assert accounts.verify("gro", "the right one") == added
    assert accounts.verify("gro", "the wrong one") is None
    assert accounts.verify("iver", "the right one") is None
    assert accounts.verify("gro", "x" * 100_000) is None


def test_the_file_holds_no_password_and_is_its_owners_alone(tmp_path: Path):
    file = tmp_path / "accounts.sqlite"
    Accounts(file).add(login="gro", name="Gro", password="the right one", roles=(Role.PRINCIPAL,))
    assert b"the right one" not in file.read_bytes()
    assert b"scrypt:" in file.read_bytes()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_change_by_another_process_holds_at_once(tmp_path: Path):
    ours, theirs = Accounts(tmp_path / "accounts.sqlite"), Accounts(tmp_path / "accounts.sqlite")
    theirs.add(login="gro", name="Gro", password="one", roles=(Role.PRINCIPAL,))
    assert ours.get("gro").roles == (Role.PRINCIPAL,)
    theirs.add(login="gro", name="Gro", password="one", roles=(Role.EMPLOYEE,))
    assert ours.get("gro").roles == (Role.EMPLOYEE,)


def test_without_a_file_nobody_may_log_in(tmp_path: Path):
    assert Accounts(tmp_path / "accounts.sqlite").verify("gro", "") is None


@pytest.mark.parametrize("login", ["", "Gro", "gro bergtun", "../gro", "<b>", "x" * 65])
def test_a_login_is_plain(tmp_path: Path, login: str):
    with pytest.raises(ValueError, match="a login is"):
        Accounts(tmp_path / "accounts.sqlite").add(login=login, name="Gro", password="one", roles=())
