"""Which text is taken out of an event, and that it comes back where it was."""

import msgspec
import pytest

from events.base import Event
from events.sealing import UNREADABLE, RetentionClass, Sealed, UnsealableTypeError, WorkingNote, join, mask, sealed_shape, split

PRESERVED, WORKING_NOTE = RetentionClass


class Remark(msgspec.Struct, frozen=True, kw_only=True):
    grade: int
    kept: Sealed[str] | None = None
    jotted: WorkingNote[str] | None = None


class Page(msgspec.Struct, frozen=True, kw_only=True):
    number: int
    remarks: tuple[Remark, ...] = ()
    lines: tuple[tuple[Sealed[str], ...], ...] = ()


class Diary(Event, frozen=True, kw_only=True):
    """Every way in which text may lie in a fact."""

    title: Sealed[str]
    pages: tuple[Page, ...] = ()
    cover: Remark | None = None
    tags: tuple[Sealed[str], ...] = ()
    note: WorkingNote[str] | None = None


DIARY = Diary(
    title="A year",
    pages=(
        Page(number=1, remarks=(Remark(grade=3, kept="k1", jotted="j1"), Remark(grade=4))),
        Page(number=2),
        Page(number=3, remarks=(Remark(grade=5, jotted="j3"),), lines=(("a", "b"), ())),
    ),
    cover=Remark(grade=1, kept="k0"),
    tags=("x", "y"),
    note="n",
)


def readable(event: Event, *destroyed: RetentionClass) -> Event:
    """The event as it comes back when the keys of ``destroyed`` are gone."""
    facts, sealed = split(event)
    opened = [text for retention, text in sealed.items() if retention not in destroyed]
    return msgspec.convert(mask(type(event), join(facts, opened), frozenset(destroyed) & frozenset(sealed)), type(event))


def test_split_and_join_give_the_event_back() -> None:
    assert readable(DIARY) == DIARY


def test_text_lies_by_retention_class_in_the_nesting_it_came_from() -> None:
    _, sealed = split(DIARY)
    assert sealed[WORKING_NOTE] == {
        "pages": [{"remarks": [{"jotted": "j1"}, None]}, None, {"remarks": [{"jotted": "j3"}]}],
        "note": "n",
    }


def test_no_text_is_left_among_the_facts() -> None:
    facts, _ = split(DIARY)
    assert facts["pages"][0]["remarks"][0] == {"grade": 3}
    assert set(facts) == {"pages", "cover"}


def test_destroying_working_notes_leaves_preserved_text_beside_them() -> None:
    read = readable(DIARY, WORKING_NOTE)
    assert read.pages[0].remarks[0] == Remark(grade=3, kept="k1", jotted=UNREADABLE)
    assert (read.title, read.note) == ("A year", UNREADABLE)


def test_what_was_never_said_is_not_mistaken_for_destroyed() -> None:
    read = readable(DIARY, *RetentionClass)
    assert read.pages[0].remarks[1] == Remark(grade=4)
    assert read.cover == Remark(grade=1, kept=UNREADABLE)
    assert read.pages[1] == Page(number=2)


def test_destroyed_texts_in_a_row_do_not_tell_how_many_they_were() -> None:
    read = readable(DIARY, PRESERVED)
    assert read.tags == (UNREADABLE,)
    assert read.pages[2].lines == ((UNREADABLE,),)


def test_an_event_that_says_nothing_seals_nothing_but_what_it_must() -> None:
    facts, sealed = split(Diary(title=""))
    assert sealed == {PRESERVED: {"title": ""}}
    assert facts == {"pages": (), "cover": None, "tags": (), "note": None}


def test_an_event_of_facts_alone_has_no_shape() -> None:
    assert sealed_shape(msgspec.defstruct("Count", [("pupils", int)])) is None


@pytest.mark.parametrize(
    "hint",
    [
        list[Sealed[str]],
        dict[str, Sealed[str]],
        frozenset[Sealed[str]],
        tuple[int, Sealed[str]],
        Sealed[str] | int,
        Remark | Page,
        Sealed[int],
        Sealed[tuple[str, ...]],
        Sealed[str | None],
    ],
    ids=str,
)
def test_text_where_it_could_not_be_found_again_is_refused_as_a_type(hint: object) -> None:
    with pytest.raises(UnsealableTypeError):
        sealed_shape(msgspec.defstruct("Leaky", [("field", hint)]))
