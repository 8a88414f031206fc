"""Importing a register and seeing to guardians in a real browser: with a keyboard, without scripts, on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from accessibility import assert_accessible
from bundles import small
from imported import imports, planned, ref
from playwright.sync_api import Browser, Page, expect
from reporters.town_for_reporters import browsing, served
from town import A, Town


@pytest.fixture
def address(town: Town) -> Iterator[str]:
    with served(town) as found:
        yield found


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "register.zip"
    made.write_bytes(small().packed())
    return made


@pytest.fixture
def page(browser: Browser, town: Town, address: str) -> Iterator[Page]:
    with browsing(browser, town, address, "skoleeier") as found:
        yield found


def hands_in(page: Page, file: Path) -> None:
    page.goto("/admin/import")
    page.get_by_label("Fil fra registeret").set_input_files(file)
    page.get_by_role("button", name="Se hva som ville skje").click()


def test_a_register_is_handed_in_looked_at_and_imported(page: Page, town: Town, file: Path):
    page.goto("/admin")
    page.get_by_role("link", name="Importer ansatte og elever").click()
    assert_accessible(page)
    hands_in(page, file)

    expect(page.get_by_role("heading", level=1)).to_have_text("Dette ville skje")
    page.get_by_text("Nye elever: 3").click()
    expect(page.get_by_text("Niillas Sæterdal, 4A, Aspetun skole")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Importer").click()

    expect(page.get_by_text("Importert: 6 personer, 15 endringer.")).to_be_visible()
    assert planned(town, small()).steps == ()


def test_faults_and_many_ends_take_the_focus_and_are_accessible(page: Page, town: Town, file: Path):
    imports(town, small())
    file.write_bytes(small().change("users", "p1", status="feil").packed())
    hands_in(page, file)
    expect(page.locator(".ds-error-summary")).to_be_focused()
    assert_accessible(page)

    file.write_bytes(small().without("t1", "t2").packed())
    hands_in(page, file)
    page.get_by_role("button", name="Importer").click()
    expect(page.locator(".ds-error-summary")).to_be_focused()
    assert_accessible(page)
    page.get_by_label("Jeg har sett hvem som mister tilgang").check()
    page.get_by_role("button", name="Importer").click()
    expect(page.get_by_text("Importert: 2 personer")).to_be_visible()


def test_a_guardian_is_verified_and_blocked_with_the_keyboard_alone(page: Page, town: Town):
    imports(town, small())
    page.goto(f"/admin/foresatte?skole={A}")
    assert_accessible(page)
    page.get_by_role("link", name="Ravna Sæterdal").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ravna Sæterdal")
    assert_accessible(page)

    page.get_by_role("radio", name="Foreldreansvar").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Ravna Sæterdal er bekreftet som foresatt for Niillas Sæterdal.")).to_be_visible()

    page.goto(f"/admin/foresatte/{ref(town, 'p1')}/{ref(town, 'g1')}")
    page.get_by_role("radio", name="Kontaktforbud").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_text("er sperret fra opplysninger om Niillas Sæterdal.")).to_be_visible()
    page.goto(f"/admin/foresatte/{ref(town, 'p1')}/{ref(town, 'g1')}")
    assert_accessible(page)


def test_all_of_it_works_without_scripts(browser: Browser, town: Town, address: str, file: Path):
    with browsing(browser, town, address, "skoleeier", java_script_enabled=False) as page:
        hands_in(page, file)
        page.get_by_text("Nye elever: 3").click()
        expect(page.get_by_text("Niillas Sæterdal, 4A, Aspetun skole")).to_be_visible()
        page.get_by_role("button", name="Importer").click()
        expect(page.get_by_text("Importert: 6 personer")).to_be_visible()

        page.goto(f"/admin/foresatte/{ref(town, 'p1')}/{ref(town, 'g1')}")
        page.get_by_role("radio", name="Foreldreansvar").check()
        page.get_by_role("button", name="Bekreft").click()
        expect(page.get_by_text("er bekreftet som foresatt")).to_be_visible()
