"""The text that a rulebook of one's own begins with: an example with comments, or a plan that is there already."""

from __future__ import annotations

import re
from datetime import date
from importlib.resources import files

from services.case_service.http.languages import t
from services.compliance.rulebook import Rulebook

_NAME = re.compile(r"[^a-z0-9]+")
_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "ü": "u", "ö": "o", "ä": "a", "é": "e"})


def example(book: str, day: date) -> str:
    """A rulebook with one rule, and comments that say what each line is for."""
    return t("rulebook.example", book=book, day=day.isoformat())


def copied(plan: Rulebook, book: str, day: date) -> str:
    """The text of a plan that comes with Varde, under a name of one's own and from a day."""
    source = _source_of(plan.head.id)
    old = re.escape(plan.head.id)
    source = re.sub(rf'^(\s*id\s*=\s*"){old}((?:\.[^"]*)?")', rf"\g<1>{book}\g<2>", source, flags=re.MULTILINE)
    source = re.sub(r"^(valid_from\s*=\s*)\S+", rf"\g<1>{day.isoformat()}", source, count=1, flags=re.MULTILINE)
    return t("rulebook.copied", title=plan.head.title.nb) + source


def with_last_day(source: str, day: date) -> str:
    """The same text, with a last day in its head."""
    head, opening, rules = source.partition("[[rule]]")
    line = f"valid_until = {day.isoformat()}"
    if re.search(r"^\s*valid_until\s*=", head, re.MULTILINE):
        head = re.sub(r"^\s*valid_until\s*=.*$", line, head, flags=re.MULTILINE)
    else:
        head = re.sub(r"^(\s*valid_from\s*=.*)$", rf"\g<1>\n{line}", head, count=1, flags=re.MULTILINE)
    return head + opening + rules


def id_of(name: str) -> str:
    """An id made of a name: small letters a-z, numbers and hyphens."""
    return _NAME.sub("-", name.casefold().translate(_LETTERS)).strip("-") or "egen-plan"


def _source_of(book: str) -> str:
    name = f"{book.replace('-', '_')}.toml"
    return (files("services.compliance") / "rulebooks" / name).read_text(encoding="utf-8")
