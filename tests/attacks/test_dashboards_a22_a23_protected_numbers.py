"""A22, A23: what a viewer of protected numbers finds by other cuts of them, and by looking into what the browser got."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import polars as pl
import pytest
from attacks.dashboard_probe import MOEN, PAGE, PREFIX, REFUSED, Probe, content, pages
from reporting.told_log import LIEN
from work_pages import TODAY

from benchmarks.invented_log import TENANT
from services.reporting.queries import ScopeError
from services.reporting.questions import Scope


def cuts() -> Iterator[str]:
    """Cuts of the numbers that differ from the published ones by a day, a school, a grade or a moment."""
    for days in (0, 1, 7, 60):
        day = (TODAY - timedelta(days=days)).isoformat()
        yield urlencode({"per": day})
        yield urlencode({"registrert": day})
        yield urlencode({"periode": "own", "fra": "2025-08-01", "til": day})
        yield urlencode({"periode": "own", "fra": day, "til": day})
    yield from (urlencode({"periode": preset}) for preset in ("all", "last_30_days", "last_12_months"))
    yield from (urlencode({"skole": school}) for school in (LIEN, MOEN))
    yield from (urlencode({"trinn": grade}) for grade in (1, 7))


@pytest.mark.parametrize("page", pages(exact=False), ids=lambda page: page.name)
def test_a22_who_gets_protected_numbers_can_make_no_other_cut_of_them(probe: Probe, page: Any):
    allowed = {content(probe.show("adviser", page, f"periode={preset}")) for preset in ("school_year", "last_school_year")}
    for query in cuts():
        answer = probe.show("adviser", page, query)
        if answer.status_code == 200 and content(answer) not in allowed:
            assert "message" in content(answer), query
            assert "data-table" not in content(answer), query
        assert answer.status_code in {200, *REFUSED}
        for path in probe.files(page):
            file = probe.of("adviser")[0].get(f"{path}?{query}")
            assert file.status_code in {200, *REFUSED}, (path, query)


def test_a22_pages_of_single_cases_are_not_there_for_who_gets_protected_numbers(probe: Probe):
    exact = [page for page in pages() if page.needs_exact]
    assert len(exact) >= 3
    for page in exact:
        assert probe.show("adviser", page).status_code == 404
        for path in [*probe.files(page), PREFIX + page.path]:
            assert probe.of("adviser")[0].get(path, headers=PAGE).status_code == 404, path


def test_a22_the_warehouse_itself_refuses_such_questions_on_behalf_of_who_gets_protected_numbers(probe: Probe):
    for page in pages():
        probe.show("owner", page)
    single = [question for scope, question, _ in probe.queries.answers if scope.exact and not question.is_counted]
    assert single
    for question in single:
        with pytest.raises(ScopeError):
            probe.queries.ask(Scope(tenant=TENANT), question)


def test_a23_a_hidden_number_never_leaves_the_warehouse_whatever_page_or_file_is_asked_for(probe: Probe):
    for page in pages(exact=False):
        for preset in ("school_year", "last_school_year"):
            probe.show("adviser", page, f"periode={preset}")
            for path in probe.files(page):
                probe.of("adviser")[0].get(f"{path}?periode={preset}")
    protected = [answer for scope, _, answer in probe.queries.answers if not scope.exact]
    assert protected
    for answer in protected:
        for name in answer.columns:
            if f"{name}_hidden" in answer.columns:
                assert answer.filter(pl.col(f"{name}_hidden"))[name].is_null().all(), name
