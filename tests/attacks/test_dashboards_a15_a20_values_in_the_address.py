"""A15, A20: values in an address that no control of a dashboard offers, on every page and in every file."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from attacks.dashboard_probe import CALLBACK, FIELDS, MOEN, PAGE, PREFIX, REFUSED, Probe, content, leaks, pages
from attacks.statements import SQL
from reporting.told_log import OWNER

from services.reporting.questions import AvvikListed

pytestmark = pytest.mark.long

ARABIC_DIGITS = "\u0662\u0660\u0662\u0666-\u0660\u0661-\u0660\u0661"
NO_DAY = ("i går", "2026-02-30", "1999-12-31", "2026-1-1", "20260101", "9999-12-31", "0", "2026-01-01T00:00", ARABIC_DIGITS)
STRANGE = {
    "skole": (MOEN, "000000000", "1", "99900001", "9990000111", "alle", "None", "[]", "999000012\n"),
    "periode": ("i_år", "SCHOOL_YEAR", "all ", "own,all", "*", "None", "0"),
    "fra": NO_DAY,
    "til": NO_DAY,
    "trinn": ("0", "11", "-1", "1.0", "01", "\u0663", "alle", "1,2"),
    "per": NO_DAY,
    "registrert": NO_DAY,
    "valg": ("<script>", "' OR 1=1 --", "A", "x" * 161, "../../etc/passwd", "å"),
}


@pytest.mark.parametrize("field", FIELDS)
def test_a15_no_page_and_no_file_takes_a_value_that_its_controls_do_not_offer(
    probe: Probe, field: str, caplog: pytest.LogCaptureFixture
):
    for page in pages():
        plain = content(probe.show("principal", page))
        for value in STRANGE[field]:
            more = {"periode": "own"} if field in {"fra", "til"} else {}
            query = urlencode({**more, field: value})
            answer = probe.show("principal", page, query)
            # A page without the control passes over what it reads strictly: then the answer is the one without it.
            assert answer.status_code in REFUSED or content(answer) == plain, (page.name, value)
            assert leaks(answer, sent=query) == [], (page.name, value)
            for path in [*probe.files(page), PREFIX + page.path]:
                file = probe.of("principal")[0].get(f"{path}?{query}", headers=PAGE)
                assert file.status_code in REFUSED | {200}, (path, value)
                assert file.status_code in REFUSED or answer.status_code == 200, (path, value)
                assert leaks(file, sent=query) == [], (path, value)
    assert f"400: POST {CALLBACK} to " in caplog.text or f"403: POST {CALLBACK} to " in caplog.text
    assert not any(value in caplog.text for value in STRANGE[field] if len(value) > 12)


@pytest.mark.parametrize("page", [page for page in pages() if page.choices is not None], ids=lambda page: page.name)
def test_a15_a_list_that_a_page_does_not_have_is_refused_everywhere(probe: Probe, page: Any):
    assert probe.show("owner", page, "valg=no.such-list").status_code == 400
    for path in [*probe.files(page), PREFIX + page.path]:
        assert probe.of("owner")[0].get(f"{path}?valg=no.such-list", headers=PAGE).status_code == 400


def test_a20_sql_in_a_filter_is_refused_on_every_page_and_in_every_file(probe: Probe):
    for page in pages():
        for field in FIELDS:
            for value in SQL:
                query = urlencode({"periode": "own" if field in {"fra", "til"} else "all", field: value})
                answer = probe.show("owner", page, query)
                assert answer.status_code == 400, (page.name, field, value)
                assert value not in answer.text
        for path in probe.files(page):
            assert {probe.of("owner")[0].get(f"{path}?{urlencode({field: SQL[0]})}").status_code for field in FIELDS} == {400}
    assert probe.queries.ask(OWNER, AvvikListed(limit=1)).height == 1
