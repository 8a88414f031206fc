"""The menu: what each person finds in it follows from the rights that she has.

One line per entry, in the order in which they are shown. An entry whose pages the server does not have is left out, so that a
server that serves a part of Varde leads nowhere in vain.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

import msgspec
from flask import current_app, request, url_for

from services.case_service.http.rights import Right
from services.case_service.http.web import the_web


class Entry(msgspec.Struct, frozen=True):
    """One entry of the menu: the key of its text, the page it leads to, and the right that shows it."""

    text: str
    endpoint: str
    right: Right


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """An entry as it stands on this page. ``current``: ``page`` when this is the page, ``true`` when it lies under it."""

    text: str
    url: str
    current: str | None


ENTRIES: tuple[Entry, ...] = (
    Entry("my_day.title", "my_day.show", Right.SEE_CASES),
    Entry("inbox.title", "inbox.listed", Right.READ_INBOX),
    Entry("owner.nav", "reporting.owner_inbox", Right.LEAD_FOR_OWNER),
    Entry("portal.nav", "portal.home", Right.FAMILY),
    Entry("cases.title", "cases.listed", Right.SEE_CASES),
    Entry("avvik.title", "avvik.listed", Right.TREAT_AVVIK),
    Entry("report.nav.report", "reporting.choose", Right.REPORT),
    Entry("year.nav", "year.choose", Right.READ_THE_YEAR),
)
"""What people come for every day."""

MORE: tuple[Entry, ...] = (
    Entry("year.nav.supervision", "year.own_supervision", Right.READ_THE_YEAR),
    Entry("routines.title", "routines.listed", Right.READ_ROUTINES),
    Entry("surveys.title", "surveys.listed", Right.SEE_SURVEY_RESULTS),
    Entry("report.nav.mine", "reporting.mine", Right.REPORT),
    Entry("open_data.title", "open_data.show", Right.READ_PUBLISHED),
    Entry("process.title", "process_export.show", Right.EXPORT_PROCESSES),
    Entry("access.watch.nav", "access.watch", Right.SEE_LOGS),
    Entry("disposal.title", "disposal.listed", Right.DISPOSE),
    Entry("admin.title", "admin.front_page", Right.ADMINISTER),
)
"""What they come for now and then: where there is no room for all, it unfolds."""

OVERVIEW = "page.nav.overview"


def menu(rights: Collection[Right]) -> tuple[Link, ...]:
    """The menu for someone with these rights."""
    return (*_links(ENTRIES, rights), *_overview(rights), *_links(MORE, rights))


def _links(entries: Collection[Entry], rights: Collection[Right]) -> Iterator[Link]:
    for entry in entries:
        if entry.right in rights and entry.endpoint in current_app.view_functions:
            url = url_for(entry.endpoint)
            yield Link(text=entry.text, url=url, current=_current(url))


def _overview(rights: Collection[Right]) -> tuple[Link, ...]:
    # The overview may stand on a server of its own, so it has an address and no endpoint here.
    if Right.SEE_OVERVIEW not in rights:
        return ()
    url = the_web().settings.overview_url
    return (Link(text=OVERVIEW, url=url, current=_current(url)),)


def _current(url: str) -> str | None:
    if request.path == url:
        return "page"
    return "true" if url != "/" and request.path.startswith(url.rstrip("/") + "/") else None
