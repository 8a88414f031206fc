"""Somebody who uses Varde through the browser as a person does: reads headings, fills in forms, presses the buttons."""

from __future__ import annotations

import re

from personas import log_in
from playwright.sync_api import Locator, Page

FILL_THE_REST = """
form => {
  const named = name => [...form.elements].filter(one => one.name === name);
  const optional = one => {
    const group = one.closest('fieldset, .ds-field, [data-field]');
    return group !== null && /valgfritt/.test(group.textContent);
  };
  for (const name of new Set([...form.elements].map(one => one.name).filter(Boolean))) {
    const all = named(name), first = all[0];
    if (first.type === 'hidden' || first.tagName === 'BUTTON' || first.type === 'file' || first.offsetParent === null) continue;
    if (/^(occurred|known)_|^channel$|^save_draft$/.test(name)) continue;
    if (first.type === 'radio') {
      if (!all.some(one => one.checked) && !optional(first)) first.click();
    } else if (first.type === 'checkbox') {
      const group = first.closest('fieldset');
      if (all.length > 1 && !all.some(one => one.checked) && group && !optional(first)) first.click();
    } else if (first.tagName === 'SELECT') {
      const choice = [...first.options].find(one => one.value);
      if (!first.value && choice && !optional(first)) {
        first.value = choice.value;
        first.dispatchEvent(new Event('change', {bubbles: true}));
      }
    } else if (!first.value && !optional(first)) {
      first.value = first.type === 'date' ? new Date().toISOString().slice(0, 10)
        : first.inputMode === 'numeric' || first.type === 'number' ? '1' : 'Skrevet ned slik det var.';
      first.dispatchEvent(new Event('input', {bubbles: true}));
    }
  }
}
"""


class Walker:
    """One person in one window."""

    def __init__(self, page: Page, login: str | None) -> None:
        self.page = page
        if login is not None:
            log_in(page, login)

    def goes_to(self, path: str) -> Walker:
        """Open a page, and confirm who she is where that is asked for."""
        self.page.goto(path)
        if "/logg-inn/totrinn" in self.page.url:
            self.page.locator("main button[type=submit]").first.click()
            self.page.wait_for_url(lambda url: "/logg-inn/totrinn" not in url)
        return self

    def presses(self, words: str) -> Walker:
        """Press a button or follow a link with these words, and wait for what it leads to."""
        self.page.get_by_role("button", name=words).or_(self.page.get_by_role("link", name=words)).first.click()
        self.page.wait_for_load_state()
        return self

    def fills_in(self, **given: str) -> Walker:
        """Fill in fields of the page's form by name; ``__`` stands for a dot. ``yes`` ticks a box."""
        for name, value in given.items():
            put(self.page.locator(f'main [name="{name.replace("__", ".")}"]'), value)
        return self

    def records(self, topic: str, **given: str) -> Walker:
        """From the case she stands in: open the form for a fact, fill it in, and record it."""
        self.goes_to(f"{self.case}/skjema/{topic}")
        self.fills_in(**given)
        return self.sends("Registrer")

    def sends(self, button: str) -> Walker:
        """Fill in what the form still demands, and send it. Fails with the page's own words when it is not taken."""
        form = self.page.locator("main form:has(textarea), main form:has(input:not([type=hidden])), main form:has(select)").first
        form.evaluate(FILL_THE_REST)
        form.get_by_role("button", name=button, exact=True).first.click()
        self.page.wait_for_load_state()
        wrong = self.page.locator(".ds-error-summary, [class*=error-summary]")
        assert wrong.count() == 0, f"{self.page.url}: {wrong.first.inner_text()}"
        assert self.page.locator("h1").count() == 1
        return self

    @property
    def case(self) -> str:
        """The path of the matter she stands in."""
        found = re.search(r"/(saker|skjerpet|inngrep|tilsyn|innboks)/[0-9a-f-]{36}", self.page.url)
        assert found, self.page.url
        return found.group(0).replace("/innboks/", "/saker/")

    def reads(self, words: str) -> bool:
        """Whether the page says something."""
        return words in self.page.locator("main").inner_text()

    @property
    def text(self) -> str:
        """All that the page says."""
        return self.page.locator("main").inner_text()


def put(field: Locator, value: str) -> None:
    """Put a value in a field, whatever kind of field it is; opens what it is folded into."""
    first = field.first
    first.evaluate("one => { for (let at = one; at; at = at.parentElement) if (at.tagName === 'DETAILS') at.open = true; }")
    kind = first.evaluate("one => one.tagName === 'SELECT' ? 'select' : one.type")
    if kind == "select":
        first.select_option(value if value != "first" else first.locator("option:not([value=''])").first.get_attribute("value"))
    elif value == "all":
        for box in field.all():
            box.check(force=True)
    elif kind in {"radio", "checkbox"}:
        alone = value == "first" or (value == "yes" and field.count() == 1)
        chosen = first if alone else field.and_(field.page.locator(f'[value="{value}"]')).first
        chosen.check(force=True)
    else:
        first.fill(value)
