"""Somebody who hands a matter over: what was asked, the pages as their forms would post them, and what lies in the file."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta
from html import unescape
from uuid import UUID, uuid4, uuid5

from pypdf import PdfReader
from town import CANARY, NOW, Town, Visitor, matter, person
from web_server import CSRF, PAGE
from werkzeug.test import TestResponse

from events.access import PersonBlocked
from events.base import Stream
from events.disclosure import DisclosureAnswered, DisclosureRequested
from events.enforcement import ReportedToStatsforvalter, StatsforvalterRequestedInformation
from events.lists.access import BlockKind, DisclosureBasis
from events.lists.people import Reporter
from services.case_service.streams import access_stream
from services.integrity.package import unpack

CASE = matter("sak")
ADDRESS = f"/saker/{CASE}/pakke"
ENFORCEMENT = uuid5(CASE, "statsforvalteren")
QUESTIONS = ("Hva har skolen undersøkt?", "Hvordan er eleven hørt?")
ANOTHER = f"Annen-Elev {CANARY}"

HIDDEN = re.compile(r'<input type="hidden" name="([\w:-]+)" value="([^"]*)"')
TEXT = re.compile(r'<input class="ds-input[^"]*" type="(?:text|date)"[^>]*?name="(\w+)" value="([^"]*)"')
AREA = re.compile(r'<textarea[^>]*?name="([\w:-]+)"[^>]*>\n?(.*?)</textarea>', re.DOTALL)
TICKED = re.compile(r'type="(?:checkbox|radio)"[^>]*?name="([\w:]+)" value="([^"]*)" checked')
DIGEST = re.compile(r'name="digest" value="([0-9a-f]{64})"')


def asked_by_statsforvalteren(town: Town) -> UUID:
    """Statsforvalteren asks two questions, to be answered within a week."""
    request = uuid5(ENFORCEMENT, "request")
    town.happens(
        Stream.ENFORCEMENT,
        ENFORCEMENT,
        ReportedToStatsforvalter(reported_by=Reporter.GUARDIAN),
        StatsforvalterRequestedInformation(request=request, answer_by=(NOW + timedelta(days=7)).date(), questions=QUESTIONS),
        case_id=CASE,
    )
    return request


def asked_for_access(town: Town, basis: DisclosureBasis = DisclosureBasis.PARTY_ACCESS, name: str = "access") -> UUID:
    """Somebody asks for access to the case."""
    request = uuid5(CASE, name)
    fact = DisclosureRequested(
        request=request, basis=basis, of_stream=CASE, answer_by=date(2027, 3, 20), requester="Den som ber om innsyn"
    )
    town.happens(Stream.ACCESS, access_stream(CASE), fact, case_id=CASE)
    return request


def address_becomes_secret(town: Town) -> None:
    """The pupil's address is kept secret from somebody."""
    pupil = person("elev")
    block = PersonBlocked(person=person("far-uten-ansvar"), pupil=pupil, kind=BlockKind.SECRET_ADDRESS)
    town.happens(Stream.ACCESS, access_stream(pupil), block)


class Counter:
    """One package as one person works on it."""

    def __init__(self, visitor: Visitor, request: UUID) -> None:
        self.visitor = visitor
        self.work = f"{ADDRESS}/{request}"
        self.preview = f"{self.work}/forhandsvisning"
        self.approval = f"{self.work}/godkjenn"
        self.page = ""

    def opens(self, address: str) -> str:
        answer = self.visitor.get(address)
        assert answer.status_code == 200, answer.status_code
        self.page = answer.text
        return self.page

    def form(self, page: str = "") -> dict[str, str | list[str]]:
        """What the page's forms hold, as a browser would send them together."""
        page = page or self.page
        token = CSRF.search(page)
        assert token is not None
        found: dict[str, str | list[str]] = {name: unescape(value) for name, value in HIDDEN.findall(page) if name != "seen"}
        found |= {name: unescape(value) for name, value in (*TEXT.findall(page), *AREA.findall(page))}
        found["csrf_token"] = token.group(1)
        for name, value in TICKED.findall(page):
            several = found.setdefault(name, [])
            assert isinstance(several, list)
            several.append(unescape(value))
        return found

    def posts(self, address: str, form: dict[str, str | list[str]]) -> TestResponse:
        answer = self.visitor.client.post(address, data=form, headers=PAGE)
        self.page = answer.text if answer.mimetype == "text/html" else self.page
        return answer

    def writes(self, **changed: str | list[str]) -> TestResponse:
        """Save the order with an account and an answer to each question, and what is changed."""
        self.opens(self.work)
        form = {**self.form(), "statement": "Skolens redegjørelse.", "preview": "1"}
        form |= {name: "Se vedlagte." for name in form if name.startswith("answer:")}
        return self.posts(self.work, {**form, **changed})

    def masks(self, **changed: str | list[str]) -> TestResponse:
        self.opens(self.preview)
        form = {name: value for name, value in self.form().items() if name not in {"digest", "idempotency_key"}}
        return self.posts(self.preview, {**form, **{name.replace("mask_", "mask:"): value for name, value in changed.items()}})

    def approves(self, page: str = "") -> TestResponse:
        """Approve of the preview as it was shown."""
        page = page or self.opens(self.preview)
        digest = DIGEST.search(page)
        form = self.form(page)
        seen = [unescape(value) for name, value in HIDDEN.findall(page) if name == "seen"]
        return self.posts(
            self.approval,
            {
                "csrf_token": form["csrf_token"],
                "idempotency_key": form.get("idempotency_key", str(uuid4())),
                "digest": digest.group(1) if digest else "",
                "seen": seen,
                "confirmed": "1",
            },
        )

    def fetches(self) -> bytes:
        """The file of the newest answer, which the page links to."""
        answers = [one for one in self.visitor.town.events(access_stream(CASE)) if isinstance(one.event, DisclosureAnswered)]
        address = f"{ADDRESS}/svar/{answers[-1].envelope.event_id}/fil"
        assert address in self.opens(ADDRESS)
        return self.visitor.get(address).data


def made(town: Town, request: UUID, who: str = "rektor", **changed: str | list[str]) -> bytes:
    """The package of a request, made by a leader."""
    counter = Counter(town.comes(who), request)
    assert counter.writes(**changed).status_code == 303
    answer = counter.approves()
    assert answer.status_code == 303, answer.text
    return counter.fetches()


def words_of(package: bytes) -> str:
    """Everything that can be read in a package: every byte of it, and the text of its PDFs."""
    found = [package.decode("utf-8", "replace")]
    for name, content in unpack(package).items():
        found.append(bytes(content).decode("utf-8", "replace"))
        if name.endswith(".pdf"):
            found.append(pdf_words(bytes(content)))
    return "\n".join(found)


def pdf_words(content: bytes) -> str:
    """The text of a PDF, in one line."""
    return " ".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())
