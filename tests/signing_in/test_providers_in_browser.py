from __future__ import annotations

import base64
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from accessibility import assert_accessible
from chromium import reader
from playwright.sync_api import Browser, Page, expect
from real_servers import PASSWORD, Installation, installation

from services.case_service.http.signing_in.one_time_codes import code_at

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with installation(tmp_path_factory.mktemp("installation")) as found:
        yield found


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def page(browser: Browser, installed: Installation, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = reader(browser, base_url=installed.address, java_script_enabled=request.param)
    yield context.new_page()
    context.close()


def test_a_teacher_logs_in_with_feide_and_opens_a_case_in_two_steps(page: Page, installed: Installation):
    page.goto("/case")
    expect(page).to_have_url(f"{installed.address}/logg-inn?next=/case")
    page.get_by_role("link", name="Logg inn med Feide").click()
    page.get_by_role("link", name="aksel med passord").click()

    expect(page).to_have_url(f"{installed.address}/logg-inn/totrinn?next=/case")
    page.get_by_role("link", name="Bekreft med Feide").click()
    expect(page.get_by_text("Ønsket nivå: urn:mace:feide.no:auth:level:fad08:3")).to_be_visible()
    page.get_by_role("link", name="aksel i to trinn").click()

    expect(page).to_have_url(f"{installed.address}/case")
    expect(page.get_by_text("the case")).to_be_visible()
    page.goto("/export")
    expect(page.get_by_text("the export")).to_be_visible()


def test_a_mother_logs_in_with_id_porten_which_has_asked_for_two_steps_already(page: Page, installed: Installation):
    page.goto("/logg-inn?next=/case")
    page.get_by_role("link", name="Logg inn med ID-porten").click()
    expect(page.get_by_text("Ønsket nivå: idporten-loa-substantial")).to_be_visible()
    page.get_by_role("link", name="mor i to trinn").click()
    expect(page).to_have_url(f"{installed.address}/case")
    expect(page.get_by_text("the case")).to_be_visible()


def test_a_stranger_reads_whom_to_ask_and_may_try_as_somebody_else(page: Page, installed: Installation):
    page.goto("/logg-inn")
    page.get_by_role("link", name="Logg inn med Feide").click()
    page.get_by_role("link", name="fremmed i to trinn").click()
    expect(page.get_by_role("heading", name="Vi kjenner deg ikke igjen")).to_be_visible()
    page.get_by_role("link", name="Bruk en annen bruker hos Feide").click()
    page.get_by_role("link", name="aksel med passord").click()
    let_the_provider_change_user(page)
    expect(page).to_have_url(f"{installed.address}/")


def test_who_gives_up_at_feide_is_back_at_the_login(page: Page):
    page.goto("/logg-inn")
    page.get_by_role("link", name="Logg inn med Feide").click()
    page.get_by_role("link", name="Avbryt").click()
    expect(page.get_by_role("alert")).to_contain_text("ikke logget inn med Feide")


def test_who_confirms_as_somebody_else_stays_where_she_is(page: Page):
    page.goto("/logg-inn")
    page.get_by_role("link", name="Logg inn med Feide").click()
    page.get_by_role("link", name="aksel med passord").click()
    page.goto("/case")
    page.get_by_role("link", name="Bekreft med Feide").click()
    page.get_by_role("link", name="fremmed i to trinn").click()
    let_the_provider_change_user(page)
    expect(page.get_by_role("heading", name="Vi kjenner deg ikke igjen")).to_be_visible()
    page.goto("/case")
    expect(page.get_by_role("heading", name="Bekreft at det er deg")).to_be_visible()


def test_logging_out_of_varde_logs_out_of_feide_too(page: Page, installed: Installation):
    page.goto("/logg-inn")
    page.get_by_role("link", name="Logg inn med Feide").click()
    page.get_by_role("link", name="aksel med passord").click()
    page.get_by_role("button", name="Logg ut").click()
    page.get_by_role("button", name="Ja, logg meg ut").click()
    expect(page).to_have_url(f"{installed.address}/logg-inn")
    page.get_by_role("link", name="Logg inn med Feide").click()
    expect(page.get_by_role("link", name="aksel med passord")).to_be_visible()


def test_the_login_pages_are_accessible_and_worked_by_keyboard_alone(browser: Browser, installed: Installation):
    # axe is put into the pages, which the content policy would stop.
    context = reader(browser, base_url=installed.address, bypass_csp=True)
    page = context.new_page()
    page.goto("/logg-inn")
    assert_accessible(page)
    page.get_by_label("Brukernavn").fill("local")
    page.get_by_label("Passord").fill("not it")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    assert_accessible(page)
    page.get_by_label("Passord").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Logg ut")).to_be_visible()
    page.goto("/case")
    assert_accessible(page)
    page.get_by_role("link", name="Sett opp innlogging i to trinn").press("Enter")
    expect(page.get_by_label("Skriv koden")).to_be_visible()
    assert_accessible(page)
    secret = base64.b32decode(page.locator("code.secret").inner_text().replace(" ", ""))
    page.get_by_label("Skriv koden").fill(code_at(secret, int(time.time()) // 30))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Ta vare på gjenopprettingskodene")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Jeg har tatt vare på kodene").press("Enter")
    expect(page.get_by_text("the case")).to_be_visible()
    context.close()


def test_no_identity_stands_in_clear_in_any_file(page: Page, installed: Installation):
    page.goto("/logg-inn")
    page.get_by_role("link", name="Logg inn med ID-porten").click()
    page.get_by_role("link", name="mor i to trinn").click()
    with sqlite3.connect(installed.home / "sessions.sqlite") as db:
        assert db.execute("SELECT count(*) FROM open_sessions").fetchone()[0] > 0
    db.close()
    kept = b"".join(Path(file).read_bytes() for file in installed.home.rglob("*") if file.is_file())
    for secret in (b"21817398712", b"lyngfjord.example"):
        assert secret not in kept


def let_the_provider_change_user(page: Page) -> None:
    """Its own page between the two sends itself on, where scripts run."""
    on = page.get_by_role("button", name="Continue")
    if on.count():
        on.click()
