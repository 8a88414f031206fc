"""Letters in a real browser: from the case to the PDF; accessible wide and on a phone, by keyboard, and without scripts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from accessibility import assert_accessible
from at_the_desk import pdf_text
from chromium import PHONE, WIDE
from playwright.sync_api import Browser, Page, expect
from record.town_in_browser import ServedTown, served
from town import Town, matter
from watched_page import Watch

CASE = f"/saker/{matter('sak')}"
RECEIPT = f"{CASE}/brev/kvittering?til=foresatte&malform=nb"
PAGES = [("rektor", f"{CASE}/brev"), ("rektor", RECEIPT), ("rektor", f"{CASE}/brev/plan?til=elev&malform=nn")]
ROOMS = [("administrator", "/admin/brevmaler"), ("administrator", "/admin/brevmaler/plan/nb")]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedTown]:
    with served(Town(tmp_path_factory.mktemp("town"))) as found:
        yield found


@pytest.fixture
def page(place: ServedTown, browser: Browser) -> Iterator[Page]:
    context = place.comes(browser, "rektor", viewport=WIDE)
    watch = Watch(context.new_page(), expected={"422"})
    yield watch.page
    assert watch.is_clean()
    context.close()


@pytest.mark.parametrize(("who", "path"), [*PAGES, *ROOMS])
def test_every_page_of_letters_is_accessible_wide_and_on_a_phone(place: ServedTown, browser: Browser, who: str, path: str):
    context = place.comes(browser, who, viewport=WIDE)
    page = context.new_page()
    page.goto(path)
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    assert_accessible(page)
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    context.close()


def test_a_letter_is_begun_filled_in_looked_at_refused_and_sent(page: Page):
    page.goto(f"{CASE}/dokumenter")
    page.get_by_role("link", name="Skriv brev").click()
    page.get_by_role("button", name="Kvittering for bekymring: Til foresatte").click()
    expect(page.get_by_role("heading", name="Dette må du fylle inn selv")).to_be_visible()

    page.get_by_label("Dag (valgfritt)").fill("2027-03-10")
    page.get_by_label("Klokkeslett").fill("14:00")
    page.get_by_label("samtale", exact=True).check()
    page.get_by_role("button", name="Oppdater og se på brevet").click()

    expect(page.get_by_role("heading", name="Dette må du fylle inn selv")).to_have_count(0)
    expect(page.locator(".letter-paper")).to_contain_text("10.3.2027 kl. 14.00")
    page.get_by_role("button", name="Registrer som sendt").click()
    expect(page.locator(".ds-error-summary")).to_be_focused()
    assert_accessible(page)
    page.get_by_label("overlevert på papir").check()
    page.get_by_role("button", name="Registrer som sendt").click()
    expect(page.get_by_role("status")).to_contain_text("registrert som sendt")
    link = page.get_by_role("link", name="Last ned").first.get_attribute("href")
    assert link is not None
    assert "10.3.2027 kl. 14.00" in pdf_text(page.context.request.get(link).body())


def test_the_pdf_opens_beside_the_page_and_what_was_written_can_still_be_sent(page: Page):
    page.goto(f"{CASE}/brev/annet?til=foresatte&malform=nb")
    page.get_by_label("Overskrift").fill("Til dere")
    page.get_by_label("Tekst", exact=True).fill("Det går bedre.")

    page.get_by_role("button", name="Se som PDF i ny fane").click()
    page.wait_for_function("document.querySelector('#letter-form').dataset.sending === undefined")

    page.get_by_label("vanlig post").check()
    page.get_by_role("button", name="Registrer som sendt").click()
    expect(page.get_by_role("status")).to_contain_text("registrert som sendt")


def test_what_is_written_is_saved_by_itself_and_found_again(page: Page):
    page.goto(f"{CASE}/brev/svar?til=foresatte&malform=nb")
    page.get_by_label("Overskrift").fill("Et halvt svar")
    expect(page.locator("[data-draft-status]")).to_contain_text("lagret")
    page.goto(f"{CASE}/brev")
    page.get_by_role("link", name="Svar til foresatte").click()
    expect(page.get_by_label("Overskrift")).to_have_value("Et halvt svar")


def test_a_letter_is_written_and_sent_without_scripts_and_without_a_mouse(place: ServedTown, browser: Browser):
    context = place.comes(browser, "rektor", viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{CASE}/brev/annet?til=elev&malform=nb")
    page.get_by_label("Overskrift").focus()
    page.keyboard.type("Til deg")
    page.keyboard.press("Tab")
    page.keyboard.type("Det var fint å snakke med deg.")
    page.get_by_label("lest høyt").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Annet brev til eleven er registrert som sendt")
    context.close()


def test_the_municipality_words_a_letter_and_goes_back(place: ServedTown, browser: Browser):
    context = place.comes(browser, "administrator", viewport=WIDE)
    watch = Watch(context.new_page())
    page = watch.page
    page.goto("/admin")
    page.get_by_role("link", name="Brevmaler").click()
    page.get_by_role("link", name="Referat, Nynorsk").click()
    page.get_by_label("Overskrift").fill("Kort referat")
    page.get_by_role("button", name="Oppdater og se på brevet").click()
    expect(page.locator(".letter-paper h3")).to_have_text("Kort referat")
    page.get_by_role("button", name="Ta teksten i bruk").click()
    expect(page.get_by_role("link", name="Kommunens egen tekst, versjon 1")).to_be_visible()
    page.get_by_role("link", name="Referat, Nynorsk").click()
    page.get_by_role("button", name="Gå tilbake til Vardes egen tekst").click()
    expect(page.get_by_role("link", name="Referat, Nynorsk")).to_contain_text("Vardes egen tekst")
    assert watch.is_clean()
    context.close()
