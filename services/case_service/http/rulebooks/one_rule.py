"""A rule from a form, as the lines that it is in the rulebook's text: for whoever would rather choose than write TOML."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Final

from events import catalogue
from events.base import Stream, SubDuty
from services.case_service.http.languages import current_language, t
from services.case_service.http.rulebooks.starting import id_of
from services.compliance.adopted import ADOPTED
from services.compliance.rulebook import Clock
from services.compliance.rulebook_checks import CORRECTION
from texts import label

DUES: Final[Mapping[str, str]] = {
    "same_day": "",
    "next_day": "",
    "at_once": "minutes",
    "hours": "n",
    "days": "n",
    "weeks": "n",
    "working_days": "n",
    "asap": "silence_working_days",
}
"""The kinds of limits that the form offers, and what each calls its number; the others are written in the text."""

MISSES: Final = ("internal_avvik", "warning")
FIELDS: Final = ("name", "section", "duty", "text_nb", "text_nn", "text_en", "opens", "clock", "due", "n", "fulfils", "miss")
NEEDED: Final = ("name", "section", "duty", "text_nb", "text_nn", "text_en", "opens", "clock", "due", "fulfils", "miss")
LIVED: Final = frozenset(
    {
        Stream.CASE,
        Stream.HEIGHTENED_CASE,
        Stream.PHYSICAL_INTERVENTION,
        Stream.ENFORCEMENT,
        Stream.AVVIK,
        Stream.ANNUAL_WHEEL,
        Stream.SURVEY,
    }
)
"""The histories in which a plan's duties arise and are met."""


def options() -> dict[str, list[tuple[str, str]]]:
    """What the form's lists offer, in the reader's language."""
    language = current_language()
    topics = [kind.topic for kind in catalogue() if not LIVED.isdisjoint(kind.streams) and kind.topic not in (ADOPTED, CORRECTION)]
    events = sorted(((topic, t(f"event.{topic}")) for topic in topics), key=lambda one: one[1].casefold())
    return {
        "duty": [(one.value, label(one, language).capitalize()) for one in SubDuty],
        "events": events,
        "clock": [(one.value, t(f"rulebook.clock.{one.value}")) for one in Clock],
        "due": [(one, t(f"rulebook.form.due.{one}")) for one in DUES],
        "miss": [(one, t(f"list.Miss.{one}").capitalize()) for one in MISSES],
    }


def faults_of(form: Mapping[str, str]) -> dict[str, str]:
    """What is missing or wrong in the form, by field, as a sentence."""
    found = {name: t("rulebook.form.missing") for name in NEEDED if not form.get(name, "").strip()}
    for name, allowed in (
        ("duty", "duty"),
        ("opens", "events"),
        ("fulfils", "events"),
        ("clock", "clock"),
        ("due", "due"),
        ("miss", "miss"),
    ):
        if name not in found and form[name] not in {value for value, _ in options()[allowed]}:
            found[name] = t("rulebook.form.choose")
    if "due" not in found and DUES[form["due"]] and not re.fullmatch(r"[1-9]\d{0,4}", form.get("n", "").strip(), re.ASCII):
        found["n"] = t("rulebook.form.number")
    return found


def as_text(form: Mapping[str, str], book: str) -> str:
    """The lines of the rule. The form has no faults."""
    number = f", {DUES[form['due']]} = {int(form['n'])}" if DUES[form["due"]] else ""
    words = ", ".join(f"{one} = {_quoted(form[f'text_{one}'])}" for one in ("nb", "nn", "en"))
    first = ", first = true" if form.get("first") else ""
    id_ = f"{book}.{id_of(form['name'])}"
    lines = (
        "",
        "[[rule]]",
        f"id = {_quoted(id_)}",
        f"section = {_quoted(form['section'])}",
        f'duty = "{form["duty"]}"',
        f"text = {{ {words} }}",
        f'trigger = {{ events = ["{form["opens"]}"], clock = "{form["clock"]}"{first} }}',
        f'due = {{ kind = "{form["due"]}"{number} }}',
        f'discharge = {{ events = ["{form["fulfils"]}"] }}',
        f'miss = "{form["miss"]}"',
        "",
    )
    return "\n".join(lines)


def book_in(source: str) -> str:
    """The id that a text gives its rulebook; empty when it gives none."""
    found = re.search(r'^\s*id\s*=\s*"([^"]*)"', source, re.MULTILINE)
    return found[1] if found else ""


def _quoted(written: str) -> str:
    """A text as TOML writes it, on one line."""
    plain = " ".join(written.split()).replace("\x7f", "")
    return json.dumps(plain, ensure_ascii=False)
