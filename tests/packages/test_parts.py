"""Every kind of event has its part in the package, and every part its name."""

from __future__ import annotations

from events import catalogue
from events.base import Stream
from events.lists.access import DisclosureBasis
from services.case_service.packages.known import BESIDE
from services.case_service.packages.parts import MADE, Part, part_of
from services.case_service.packages.receiving import receivings_of
from services.case_service.rights import Share
from services.integrity.package.container import check_name
from texts import Language, text

PACKED = {Stream.CASE, Stream.HEIGHTENED_CASE, *BESIDE}


def test_every_event_that_can_be_packed_stands_in_a_part_that_is_told_event_by_event():
    topics = [kind.topic for kind in catalogue() if PACKED.intersection(kind.streams)]

    assert topics
    assert {part_of(topic) for topic in topics}.isdisjoint(MADE)


def test_every_part_has_a_title_and_a_name_that_any_machine_can_write():
    for part in Part:
        check_name(part.file_name)
        assert all(text(f"package.part.{part.value}", language) for language in Language)


def test_nobody_gets_the_whole_matter_but_authorities():
    whole = {one.basis for basis in DisclosureBasis for one in receivings_of(basis) if one.share is Share.WHOLE}

    assert whole == {DisclosureBasis.STATSFORVALTER, DisclosureBasis.POLICE, DisclosureBasis.COURT}
    assert receivings_of(DisclosureBasis.PUBLIC_ACCESS) == ()
    assert not any(one.named for basis in DisclosureBasis for one in receivings_of(basis) if one.share is not Share.WHOLE)
