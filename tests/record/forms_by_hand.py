"""Filling in a form as somebody at the keyboard does: what the page holds, with some of it changed."""

from __future__ import annotations

from uuid import UUID

from forms.facts_in_forms import Posting
from town import Visitor
from werkzeug.test import TestResponse

Form = dict[str, list[str]]


def opened(visitor: Visitor, path: str) -> Form:
    """What the form on a page would post as it stands."""
    answer = visitor.get(path)
    assert answer.status_code == 200, answer.status_code
    return in_form(answer)


def in_form(answer: TestResponse) -> Form:
    return Posting(answer.text.partition('id="record-form"')[2].partition("</form>")[0]).posted


def sends(visitor: Visitor, path: str, form: Form, /, **changed: str | list[str]) -> TestResponse:
    filled = {**form, **{name: [value] if isinstance(value, str) else value for name, value in changed.items()}}
    return visitor.client.post(path, data=filled, headers={"Accept": "text/html"})


def skjema(matter: UUID, topic: str) -> str:
    return f"/saker/{matter}/skjema/{topic}"
