"""The process that reacts says whether it runs, and the settings of what leaves Varde name what is wrong with them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from services.case_service.reactions.follower import is_running
from services.case_service.reactions.mailing import Security
from varde.outside import read_outside
from varde.settings import SettingsError, read_settings

GOOD = {
    "VARDE_ADDRESS": "https://varde.lyngfjord.example",
    "VARDE_SMTP_HOST": "smtp.lyngfjord.example",
    "VARDE_SMTP_SENDER": "varde@lyngfjord.example",
}


def problems_of(**environment):
    problems = []
    read_outside({**GOOD, **environment}, problems)
    return problems


def test_it_runs_as_long_as_it_looks_at_the_clock(town):
    assert not is_running(town.book, town.now)
    town.follower().once()

    assert is_running(town.book, town.now + timedelta(minutes=4))
    assert not is_running(town.book, town.now + timedelta(minutes=6))


def test_without_a_mail_server_no_mail_is_sent():
    assert read_outside({}, []).mail is None


def test_a_mail_server_is_read_with_its_usual_port(tmp_path):
    password = tmp_path / "password"
    password.write_text("hemmelig\n")
    problems = []

    found = read_outside({**GOOD, "VARDE_SMTP_USER": "varde", "VARDE_SMTP_PASSWORD_FILE": str(password)}, problems)

    assert problems == []
    assert (found.mail.port, found.mail.security, found.mail.password) == (587, Security.STARTTLS, "hemmelig")
    assert read_outside({**GOOD, "VARDE_SMTP_SECURITY": "tls"}, []).mail.port == 465


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({"VARDE_ADDRESS": ""}, "VARDE_ADDRESS"),
        ({"VARDE_ADDRESS": "varde.example"}, "VARDE_ADDRESS"),
        ({"VARDE_SMTP_SENDER": "varde"}, "VARDE_SMTP_SENDER"),
        ({"VARDE_SMTP_SENDER": "a@b\nBcc: c@d"}, "VARDE_SMTP_SENDER"),
        ({"VARDE_SMTP_PORT": "0"}, "VARDE_SMTP_PORT"),
        ({"VARDE_SMTP_PORT": "smtp"}, "VARDE_SMTP_PORT"),
        ({"VARDE_SMTP_SECURITY": "ssl"}, "VARDE_SMTP_SECURITY"),
        ({"VARDE_SMTP_USER": "varde"}, "VARDE_SMTP_PASSWORD_FILE"),
        ({"VARDE_SMTP_USER": "varde", "VARDE_SMTP_PASSWORD_FILE": "/not/there"}, "does not exist"),
        ({"VARDE_SMTP_USER": "varde", "VARDE_SMTP_SECURITY": "none"}, "in the clear"),
        ({"VARDE_SMTP_CERTIFICATES": "/not/there"}, "VARDE_SMTP_CERTIFICATES"),
        ({"VARDE_SMTP_LANGUAGE": "se"}, "VARDE_SMTP_LANGUAGE"),
        ({"VARDE_SMTP_HOST": "", "VARDE_SMTP_USER": "varde"}, "VARDE_SMTP_HOST"),
    ],
)
def test_what_is_wrong_is_named(environment, named):
    assert any(named in problem for problem in problems_of(**environment))


def test_wrong_settings_stop_the_start_with_everything_that_is_wrong():
    with pytest.raises(SettingsError) as error:
        read_settings({**GOOD, "VARDE_ADDRESS": "x", "VARDE_SMTP_PORT": "x"})

    assert len(error.value.problems) == 2
