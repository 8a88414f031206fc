"""Administration in a real browser: from registration to a first login, by keyboard, on a phone, without scripts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from accessibility import assert_accessible
from chromium import reader
from playwright.sync_api import Browser, Page, expect
from reporters.town_for_reporters import browsing, served
from town import A, Town, person

pytestmark = pytest.mark.long

PAGES = (
    "/admin",
    "/admin/skoler",
    f"/admin/skoler/{A}",
    f"/admin/skoler/{A}/rektor",
    "/admin/skolerute",
    "/admin/ansatte",
    f"/admin/ansatte/{person('laerer')}",
    f"/admin/ansatte/{person('laerer')}/rolle",
    "/admin/innlogginger",
    f"/admin/innlogginger/{person('laerer')}",
    "/admin/tilganger",
    "/admin/endringer",
    "/admin/oppbevaring",
    "/admin/kassasjon",
    "/admin/kassasjon/foresla",
    "/admin/kassasjon/sperre",
    "/admin/kassasjon/sletting",
    "/admin/webhooks",
    "/admin/webhooks/ny",
    "/admin/tekster",
    "/admin/tekster/page.help.lead",
)


@pytest.fixture
def address(town: Town) -> Iterator[str]:
    with served(town) as found:
        yield found


@pytest.fixture
def page(browser: Browser, town: Town, address: str) -> Iterator[Page]:
    with browsing(browser, town, address, "skoleeier") as found:
        yield found


def test_every_page_is_accessible_wide_and_on_a_phone(page: Page):
    for path in PAGES:
        page.goto(path)
        assert_accessible(page)


def test_what_is_wrong_takes_the_focus_and_leads_to_the_field(page: Page):
    page.goto(f"/admin/ansatte/{person('laerer')}/rolle")
    page.get_by_label("Rolle").select_option("auditor")
    page.get_by_label("Skole").select_option(A)
    page.get_by_role("button", name="Lagre").press("Enter")

    expect(page.locator(".ds-error-summary")).to_be_focused()
    assert_accessible(page)
    page.locator(".ds-error-summary a").first.press("Enter")

    expect(page.locator("#f-at_school")).to_be_focused()
    expect(page.locator("#f-role")).to_have_value("auditor")


def test_somebody_new_gets_a_role_training_and_a_login_by_keyboard_alone(page: Page, browser: Browser):
    page.goto("/admin/ansatte")
    page.get_by_role("link", name="Registrer en ansatt").press("Enter")
    page.get_by_label("Navn").press_sequentially("Ingrid Moe")
    page.get_by_label("Navn").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ingrid Moe")

    page.get_by_role("link", name="Gi en rolle").press("Enter")
    page.get_by_label("Rolle").select_option("form_teacher")
    page.get_by_label("Skole").select_option(A)
    page.get_by_role("button", name="Lagre").press("Enter")
    page.get_by_role("link", name="Bekreft opplæring").press("Enter")
    page.get_by_role("button", name="Lagre").press("Enter")
    expect(page.get_by_text("Kontaktlærer, Aspetun skole").first).to_be_visible()

    page.get_by_role("link", name="Gi innlogging").press("Enter")
    page.get_by_role("button", name="Gi innlogging").press("Enter")
    link = page.locator(".secret").inner_text()
    assert_accessible(page)

    hers = reader(browser).new_page()
    hers.goto(link)
    hers.get_by_label("Nytt passord").fill("fire rolige ord her")
    hers.get_by_label("Det samme en gang til").fill("fire rolige ord her")
    assert_accessible(hers)
    hers.get_by_role("button", name="Lagre passordet").press("Enter")
    hers.locator("#login").fill("ingrid.moe")
    hers.locator("#password").fill("fire rolige ord her")
    hers.locator("#password").press("Enter")
    hers.wait_for_url(lambda url: "/logg-inn" not in url)
    expect(hers.get_by_text("Ingrid Moe").first).to_be_visible()
    hers.context.close()


def test_everything_works_without_scripts(browser: Browser, town: Town, address: str):
    with browsing(browser, town, address, "administrator", java_script_enabled=False) as page:
        page.goto(f"/admin/skoler/{A}/navn")
        page.get_by_label("Skolens nye navn").fill("Aspetun barneskole")
        page.get_by_role("button", name="Lagre").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Aspetun barneskole")

        page.goto("/admin/tekster/page.help.lead")
        page.locator("#nb").fill("Velkommen til {municipality}.")
        page.get_by_role("button", name="Lagre").click()
        page.goto("/hjelp")
        expect(page.get_by_text("Velkommen til Lyngfjord kommune.")).to_be_visible()

        page.goto("/admin/webhooks/ny")
        page.get_by_label("Adresse").fill("https://10.0.0.1/")
        page.get_by_role("button", name="Registrer en mottaker").click()
        expect(page.locator(".ds-error-summary")).to_contain_text("lukket nett")
