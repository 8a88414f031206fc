"""What the documents page of a matter offers on paper: letters to write, the plan's versions, and the report for handing over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import msgspec
from flask import url_for

from events.base import Stream
from events.lists.documents import Letter
from services.case_service.http.languages import t
from services.case_service.http.letters.addresses import choose_address, letter_address
from services.case_service.http.letters.blueprint import letter_pages
from services.case_service.http.letters.opening import letters_she_sends
from services.case_service.http.letters.plan_copy import COPY, FOR_THE_FAMILY
from services.case_service.http.letters.plan_source import versions_of
from services.case_service.http.matter import Matter
from services.case_service.http.record.places import folder_of
from services.case_service.letters.markup import Block, blocks
from services.case_service.letters.recipients import letters_of
from services.case_service.rights import Action, Share

WRITTEN_WITH: Final = {
    "case.ReceiptLetterSent": Letter.RECEIPT,
    "case.KickoffMeetingHeld": Letter.INVITATION,
    "case.PlanAdopted": Letter.PLAN,
    "case.IndividualDecisionMade": Letter.DECISION,
}
"""The letter that is, or goes with, a fact that somebody records."""


class OnPaper(msgspec.Struct, frozen=True, kw_only=True):
    """A document that is made when it is asked for."""

    text: str
    url: str


class Papers(msgspec.Struct, frozen=True, kw_only=True):
    """What can be had. ``write`` is where a letter is begun, empty for who sends none."""

    write: str
    documents: tuple[OnPaper, ...]


def papers_of(matter: Matter) -> Papers:
    """What the reader of a matter can have on paper."""
    write = choose_address(matter.row) if letters_she_sends(matter) else ""
    return Papers(write=write, documents=tuple(_documents(matter)) if matter.decision.share is Share.WHOLE else ())


@letter_pages.app_template_global("letter_with")
def letter_with(matter: Matter, topic: str) -> OnPaper | None:
    """The letter that goes with a fact, for who may send it: beside the fact's own form."""
    letter = WRITTEN_WITH.get(topic)
    if letter is None or letter not in letters_she_sends(matter):
        return None
    return OnPaper(text=t(f"letters.write.{letter.value}"), url=letter_address(matter.row, letter))


@letter_pages.app_template_filter("letter_blocks")
def letter_blocks(body: str) -> tuple[Block, ...]:
    """The words of a letter that was sent, as blocks to show."""
    return blocks(body)


def _documents(matter: Matter) -> Iterator[OnPaper]:
    for version in reversed(versions_of(matter)):
        number = version.plan.plan_version
        yield OnPaper(text=t("papers.plan", version=number), url=_url(matter, "letters.plan", version=number))
        copy = _url(matter, "letters.plan", version=number, **{COPY: FOR_THE_FAMILY})
        yield OnPaper(text=t("papers.plan.family", version=number), url=copy)
    if matter.row.stream in {Stream.CASE, Stream.HEIGHTENED_CASE} and (matter.may(Action.HANDLE) or _hands_over(matter)):
        yield OnPaper(text=t("papers.package"), url=_url(matter, "packages.front"))
    if letters_of(matter.row.stream) and _hands_over(matter):
        yield OnPaper(text=t("papers.report"), url=_url(matter, "letters.report"))
        yield OnPaper(text=t("papers.report.family"), url=_url(matter, "letters.report", **{COPY: FOR_THE_FAMILY}))


def _hands_over(matter: Matter) -> bool:
    """Whether she may hand the matter over; that the second factor is asked for anew is no hindrance to the link."""
    return matter.may_after_step_up(Action.EXPORT) or matter.may_after_step_up(Action.DISCLOSE)


def _url(matter: Matter, endpoint: str, **values: Any) -> str:
    return url_for(endpoint, folder=folder_of(matter.row), matter=matter.row.stream_id, **values)
