"""A01 a case of another school by its address, A02 what hangs on it, A03 searching and counting."""

from __future__ import annotations

import re
import statistics
import time
from uuid import UUID, uuid4

import pytest
from attacks.routes import pages, pages_about, pages_of_school
from town import CANARY, A, Town, Visitor, matter

from services.case_service.store import SQLiteFile
from tests.store.insider import Insider

OTHER_EACH_TIME = re.compile(r'nonce="[^"]+"|nonce-[^\']+|csrf_token" value="[^"]+"|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}')
NOBODYS_SCHOOL = "999999999"


def seen(visitor: Visitor, path: str) -> tuple[int, str, list[tuple[str, str]]]:
    """An answer without what is another in every answer: the address asked for, the nonce, the token, the date."""
    answer = visitor.get(path)
    text = OTHER_EACH_TIME.sub("", answer.data.decode(errors="replace").replace(path, "PATH"))
    headers = [(name, OTHER_EACH_TIME.sub("", value)) for name, value in answer.headers]
    return answer.status_code, text, [one for one in headers if one[0] not in {"Date", "Set-Cookie", "Content-Length"}]


@pytest.mark.parametrize("who", ["rektor-b", "fremmed", "avdelingsleder", "helsesykepleier", "annen-mor", "far-uten-ansvar"])
def test_a01_a02_what_she_may_not_see_is_answered_as_what_does_not_exist(town: Town, who: str, caplog: pytest.LogCaptureFixture):
    visitor, nothing = town.comes(who), uuid4()
    there, not_there = dict(pages_about(town.server.app, matter("sak"))), dict(pages_about(town.server.app, nothing))
    assert len(there) >= 4
    for endpoint, path in there.items():
        answer = seen(visitor, path)
        assert answer == seen(visitor, not_there[endpoint]), endpoint
        assert answer[0] in {403, 404}, endpoint
        assert CANARY not in answer[1], endpoint
    assert town.of("access.ContentRead") == []
    visitor.get(f"/prove/see_content/{matter('sak')}")
    assert str(matter("sak")) in caplog.text
    assert CANARY not in caplog.text


def test_a01_the_time_of_the_answer_does_not_tell_either(town: Town):
    visitor = town.comes("rektor-b")
    took: dict[UUID, list[float]] = {matter("sak"): [], uuid4(): []}
    for turn in range(90):
        for which, times in took.items():
            begins = time.perf_counter()
            visitor.get(f"/prove/see_content/{which}")
            if turn >= 10:
                times.append(time.perf_counter() - begins)
    there, not_there = (statistics.median(times) for times in took.values())

    assert abs(there - not_there) < 0.25 * max(there, not_there)


@pytest.mark.parametrize("who", ["rektor-b", "fremmed", "administrator", "annen-mor", "annen-elev"])
def test_a01_a79_nothing_of_a_matter_is_read_for_whoever_may_not_see_it(town: Town, who: str):
    """Its events would take time to read, and that one can tell from outside: here they would be found damaged."""
    visitor = town.comes(who)
    paths = dict(pages_about(town.server.app, matter("sak")))
    visitor.get(f"/prove/see_content/{matter('sak')}")
    Insider(SQLiteFile(path=town.home / "events.sqlite"), "lyngfjord", "events").put(matter("sak"), 1, b"\xc1")
    for endpoint, path in paths.items():
        assert visitor.get(path).status_code in {403, 404}, endpoint


@pytest.mark.parametrize("who", ["rektor-b", "mor", "administrator"])
def test_a01_another_school_by_its_number_is_answered_as_one_that_does_not_exist_or_as_to_everybody(town: Town, who: str):
    visitor, nowhere = town.comes(who), dict(pages_of_school(town.server.app, NOBODYS_SCHOOL))
    for endpoint, path in pages_of_school(town.server.app, A):
        answer = seen(visitor, path)
        assert answer[0] in {200, 303, 403, 404}, endpoint
        assert CANARY not in answer[1], endpoint
        if who != "administrator" or answer[0] != 200:
            assert answer == seen(visitor, nowhere[endpoint]), endpoint


@pytest.mark.parametrize("who", ["rektor-b", "fremmed", "melder", "annen-mor"])
def test_a03_no_list_search_or_count_names_what_she_may_not_see(town: Town, who: str):
    visitor = town.comes(who)
    for endpoint, path in pages(town.server.app):
        for asked in (path, f"{path}?q=Kanarifugl", f"{path}?q={matter('sak')}"):
            answer = visitor.get(asked)
            told = answer.text.replace(asked.partition("?")[2], "").replace("q=Kanarifugl", "")
            if who == "annen-mor":
                told = told.replace(f"Annen-Elev {CANARY}", "")  # her own child's name
            assert answer.status_code < 500, endpoint
            assert CANARY not in told, endpoint
            assert str(matter("mot-rektor")) not in answer.text, endpoint
