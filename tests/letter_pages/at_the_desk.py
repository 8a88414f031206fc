"""Somebody at the desk with a letter: what the page shows is read out of it, changed, and sent as the page would send it."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from html import unescape

from pypdf import PdfReader
from town import Visitor, matter
from web_server import CSRF, PAGE
from werkzeug.test import TestResponse

CASE = f"/saker/{matter('sak')}"
INPUT = re.compile(r'<input class="ds-input[^"]*" type="(?:text|date|time)"[^>]*?name="(\w+)" value="([^"]*)"')
TEXTAREA = re.compile(r'<textarea[^>]*?name="(\w+)"[^>]*>\n?(.*?)</textarea>', re.DOTALL)
TICKED = re.compile(r'type="checkbox"[^>]*?name="(\w+)" value="([^"]*)" checked')
HIDDEN = re.compile(r'name="(idempotency_key|seen_version)" value="([^"]*)"')


@dataclass
class Desk:
    """One letter as one person works on it."""

    visitor: Visitor
    address: str

    def opens(self) -> str:
        answer = self.visitor.get(self.address)
        assert answer.status_code == 200, answer.status_code
        self.page = answer.text
        return self.page

    @property
    def form(self) -> dict[str, str | list[str]]:
        found: dict[str, str | list[str]] = dict(HIDDEN.findall(self.page))
        token = CSRF.search(self.page)
        assert token is not None
        found["csrf_token"] = token.group(1)
        found |= {name: unescape(value) for name, value in (*INPUT.findall(self.page), *TEXTAREA.findall(self.page))}
        for name, value in TICKED.findall(self.page):
            several = found.setdefault(name, [])
            assert isinstance(several, list)
            several.append(value)
        return found

    def posts(self, form: dict[str, str | list[str]], *, to: str = "") -> TestResponse:
        answer = self.visitor.client.post(to or self.address, data=form, headers=PAGE)
        self.page = answer.text if answer.mimetype == "text/html" else self.page
        return answer

    def sends(self, **changed: str | list[str]) -> TestResponse:
        return self.posts({**self.form, "delivery": "handed_over", "send": "1", **changed})


def letter(visitor: Visitor, kind: str, to: str = "foresatte", language: str = "nb", case: str = CASE) -> Desk:
    desk = Desk(visitor, f"{case}/brev/{kind}?til={to}&malform={language}")
    desk.opens()
    return desk


def pdf_text(content: bytes) -> str:
    return " ".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())
