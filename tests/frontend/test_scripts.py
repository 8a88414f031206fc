"""What scripts add to a form: nothing is lost, nothing is sent twice, and what others did is told."""

from __future__ import annotations

import re
import time

from playwright.sync_api import Dialog, Page, expect
from style_server import KEY, StylePage, enter
from watched_page import Watch

HEARD = "Hva har du sett og hørt?"
SAVED = re.compile(r"Utkastet er lagret kl\. \d\d\.\d\d")
KEPT = "Object.keys(sessionStorage).filter(name => name.startsWith('varde.draft.')).length"


def status(page: Page):
    return page.locator("[data-draft-status]")


def kept(page: Page) -> int:
    return int(page.evaluate(KEPT))


def wait_for_kept(page: Page, count: int) -> None:
    deadline = time.monotonic() + 5
    while kept(page) != count:
        assert time.monotonic() < deadline
        page.wait_for_timeout(50)


def test_what_is_written_is_saved_on_the_server_two_seconds_later(page: Page, style: StylePage):
    page.get_by_label(HEARD).fill("Satt alene i dag også.")
    page.get_by_label("Alene").check()
    expect(status(page)).to_have_text(SAVED)
    assert style.drafts[-1]["seen_and_heard"] == ["Satt alene i dag også."]
    assert style.drafts[-1]["signs"] == ["alone"]
    assert style.drafts[-1]["idempotency_key"] == ["one"]
    assert kept(page) == 0


def test_text_written_without_a_connection_survives_a_reload_and_is_saved_when_it_is_back(watch: Watch, style: StylePage):
    page = watch.page
    watch.expected |= {"503", "Failed to load"}
    style.fails_with = 503
    page.get_by_label(HEARD).fill("Ingen dekning i skolegården.")
    page.get_by_role("button", name="Legg til tiltak").click()
    page.get_by_label("Hva skal gjøres?").fill("Ekstra vakt")
    expect(status(page)).to_contain_text("ingen forbindelse")
    sealed = page.evaluate("sessionStorage.getItem('varde.draft./stil/kladd')")
    assert "dekning" not in sealed
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.get_by_label(HEARD)).to_have_value("Ingen dekning i skolegården.")
    expect(page.get_by_label("Hva skal gjøres?")).to_have_value("Ekstra vakt")
    style.fails_with = None
    expect(status(page)).to_have_text(SAVED)
    assert style.drafts[-1]["measures-0-title"] == ["Ekstra vakt"]
    assert kept(page) == 0


def test_text_kept_under_another_sessions_key_cannot_be_read_and_is_thrown_away(watch: Watch, style: StylePage):
    page = watch.page
    watch.expected |= {"503", "Failed to load"}
    style.fails_with = 503
    page.get_by_label(HEARD).fill("Hemmelig")
    expect(status(page)).to_contain_text("Ikke lagret")
    style.key = KEY.replace("a2V5", "bm9r", 1)
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.get_by_label(HEARD)).to_have_value("")
    wait_for_kept(page, 0)


def test_nothing_is_kept_after_the_logout(watch: Watch, style: StylePage):
    page = watch.page
    watch.expected |= {"503", "Failed to load"}
    style.fails_with = 503
    page.get_by_label(HEARD).fill("Hemmelig")
    expect(status(page)).to_contain_text("Ikke lagret")
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Logg ut").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Logg inn")
    assert kept(page) == 0


def test_after_a_new_login_in_another_tab_the_text_is_saved(watch: Watch, style: StylePage):
    page = watch.page
    watch.expected |= {"400", "401", "Failed to load"}
    page.context.clear_cookies()
    page.get_by_label(HEARD).fill("Økten gikk ut.")
    expect(status(page)).to_contain_text("du er logget ut")
    other = page.context.new_page()
    enter(other)
    other.close()
    expect(status(page)).to_have_text(SAVED)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Takk")
    assert style.sent[-1]["seen_and_heard"] == ["Økten gikk ut."]


def test_a_form_that_was_answered_leaves_nothing_behind(page: Page):
    page.get_by_label(HEARD).fill("Sendes med en gang.")
    wait_for_kept(page, 1)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Takk")
    wait_for_kept(page, 0)
    page.goto("/stil")
    expect(page.get_by_label(HEARD)).to_have_value("")


def test_a_double_click_sends_once_with_the_button_that_was_pressed(page: Page, style: StylePage):
    page.get_by_label(HEARD).fill("To klikk.")
    page.get_by_role("button", name="Lagre som kladd").dblclick(no_wait_after=True)
    expect(page.get_by_role("heading", level=1)).to_have_text("Takk")
    assert len(style.sent) == 1
    assert style.sent[0]["how"] == ["draft"]


def test_the_browser_asks_before_unsaved_words_are_left(page: Page):
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.once("dialog", stay)
    page.get_by_label(HEARD).press_sequentially("Halvferdig")
    page.locator(".brand").click(no_wait_after=True)
    expect(page.get_by_label(HEARD)).to_have_value("Halvferdig")
    assert asked == ["beforeunload"]
    expect(status(page)).to_have_text(SAVED)
    page.locator(".brand").click()
    expect(page.get_by_label(HEARD)).to_have_count(0)


def test_rows_are_added_and_taken_away_with_the_keyboard_and_keep_their_numbers(page: Page, style: StylePage):
    add = page.get_by_role("button", name="Legg til tiltak")
    for words in ("Ekstra vakt", "Nye plasser", "Samtale"):
        add.press("Enter")
        page.keyboard.type(words)
    page.get_by_role("button", name="Fjern").nth(1).press("Enter")
    expect(page.get_by_label("Hva skal gjøres?").nth(1)).to_be_focused()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Takk")
    assert {name: value for name, value in style.sent[-1].items() if name.startswith("measures")} == {
        "measures-0-title": ["Ekstra vakt"],
        "measures-2-title": ["Samtale"],
    }


def test_the_counter_says_what_is_left_and_what_is_too_much(page: Page):
    field = page.get_by_label(HEARD)
    field.fill("å" * 50)
    expect(field).to_have_accessible_description("10 tegn igjen")
    field.fill("å" * 63)
    expect(page.locator("#seen_and_heard-counter")).to_have_text("3 tegn for mye")


def test_what_somebody_else_recorded_is_told_and_touches_no_text(page: Page, style: StylePage):
    page.get_by_label(HEARD).fill("Mine ord.")
    style.version = 18
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator(".changed")).to_contain_text("Gro Bergtun har registrert noe nytt i saken kl. 10.42")
    expect(page.get_by_label(HEARD)).to_have_value("Mine ord.")
    expect(page.get_by_role("link", name="Se hva som er nytt")).to_have_attribute("target", "_blank")
    expect(status(page)).to_have_text(SAVED)


def test_a_draft_that_is_gone_is_told_and_the_text_stays(watch: Watch, style: StylePage):
    watch.expected |= {"410", "Failed to load"}
    style.fails_with = 410
    watch.page.get_by_label(HEARD).fill("Blir stående.")
    expect(status(watch.page)).to_contain_text("blir ikke lagret lenger")
    expect(watch.page.get_by_label(HEARD)).to_have_value("Blir stående.")
