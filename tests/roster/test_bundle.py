"""A OneRoster bundle from outside is read whole, or not at all."""

from __future__ import annotations

import pytest
from bundles import Bundle, manifest, small, zipped

from services.case_service.roster import bundle, faults
from services.case_service.roster.bundle import opened
from services.case_service.roster.checking import DEEPEST
from services.case_service.roster.faults import BundleError, Fault
from services.case_service.roster.register import read_register
from texts import Language

USERS = "sourcedId,givenName,familyName\nu1,Áile,Sjøgård\n"
ONE = ("manifest.csv", manifest("users"))


def faults_of(content: bytes) -> list[tuple[Fault, str, int | None, str]]:
    """All that reading the bundle finds wrong with it."""
    with pytest.raises(BundleError) as refused:
        read_register(content)
    return [(one.fault, one.file, one.line, one.column) for one in refused.value.found]


def test_names_are_read_letter_by_letter() -> None:
    read = opened(zipped(ONE, ("users.csv", b"\xef\xbb\xbf" + USERS.encode())))

    assert [row.cells for row in read["users"].rows] == [{"sourcedId": "u1", "givenName": "Áile", "familyName": "Sjøgård"}]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", Fault.NOT_A_ZIP),
        (b"%PDF-1.7", Fault.NOT_A_ZIP),
        (zipped(ONE, ("users.csv", USERS))[:-40], Fault.NOT_A_ZIP),
        (zipped(("users.csv", USERS)), Fault.NO_MANIFEST),
        (zipped(ONE), Fault.FILE_MISSING),
        (zipped(("manifest.csv", manifest("users", version="1.1")), ("users.csv", USERS)), Fault.OTHER_VERSION),
        (zipped(("manifest.csv", manifest("users", mode="delta")), ("users.csv", USERS)), Fault.ONLY_CHANGES),
        (zipped(ONE, ("../users.csv", USERS)), Fault.FOREIGN_PATH),
        (zipped(ONE, ("..\\users.csv", USERS)), Fault.FOREIGN_PATH),
        (zipped(ONE, ("/etc/users.csv", USERS)), Fault.FOREIGN_PATH),
        (zipped(ONE, ("more.zip", zipped(("users.csv", USERS)))), Fault.FOREIGN_PATH),
        (zipped(*((f"{n}.csv", "") for n in range(41))), Fault.TOO_MANY_FILES),
        (zipped(ONE, ("users.csv", USERS.encode("latin-1", "replace"))), Fault.NOT_UTF8),
    ],
)
def test_a_bundle_that_cannot_be_trusted_is_not_read(content: bytes, fault: Fault) -> None:
    assert [found[0] for found in faults_of(content)] == [fault]


def test_two_files_of_one_name_are_refused() -> None:
    twice = zipped(ONE, ("users.csv", USERS), ("uzers.csv", USERS)).replace(b"uzers.csv", b"users.csv")

    assert [found[0] for found in faults_of(twice)] == [Fault.FILE_TWICE]


def test_a_zip_bomb_is_stopped_while_it_is_unpacked() -> None:
    bomb = zipped(ONE, ("users.csv", b"0" * (bundle.LARGEST_FILE + 1)))

    assert [found[0] for found in faults_of(bomb)] == [Fault.TOO_LARGE]


def test_more_rows_than_any_municipality_has_are_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle, "MOST_ROWS", 30)
    assert read_register(small().packed()).people

    monkeypatch.setattr(bundle, "MOST_ROWS", 10)
    assert [found[0] for found in faults_of(small().packed())] == [Fault.TOO_LARGE]


@pytest.mark.parametrize(("row", "line"), [("u2,Ola", 3), ("u2,Ola,Nes,more", 3), ("u2,O\x00la,Nes", 3)])
def test_a_broken_row_is_named_by_file_and_line(row: str, line: int) -> None:
    assert faults_of(zipped(ONE, ("users.csv", USERS + row + "\n"))) == [(Fault.BROKEN_TABLE, "users.csv", line, "")]


def test_a_column_too_few_or_too_many_is_named_and_the_registers_own_are_let_be() -> None:
    small_one = small()
    small_one.more = {"users": ("metadata.address",), "orgs": ("hemmelig",)}
    tables = small_one.files()
    tables["roles.csv"] = tables["roles.csv"].replace("orgSourcedId", "org")

    found = faults_of(zipped(("manifest.csv", manifest("orgs", "users", "roles")), *tables.items()))

    assert found == [
        (Fault.COLUMN_UNKNOWN, "orgs.csv", 1, "hemmelig"),
        (Fault.COLUMN_MISSING, "roles.csv", 1, "orgSourcedId"),
        (Fault.COLUMN_UNKNOWN, "roles.csv", 1, "org"),
    ]


def test_without_its_main_files_a_bundle_says_nothing() -> None:
    assert {found[1] for found in faults_of(zipped(("manifest.csv", manifest())))} == {"orgs.csv", "users.csv", "roles.csv"}


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        (small().change("users", "p1", status="slettet"), (Fault.VALUE_UNKNOWN, "users.csv", 5, "status")),
        (small().change("users", "p1", givenName=" "), (Fault.VALUE_MISSING, "users.csv", 5, "givenName")),
        (small().change("users", "p1", agentSourcedIds="ukjent"), (Fault.UNKNOWN_REFERENCE, "users.csv", 5, "agentSourcedIds")),
        (small().change("users", "p1", agentSourcedIds="g1,p1"), (Fault.IN_A_CIRCLE, "users.csv", 5, "agentSourcedIds")),
        (small().change("users", "p1", familyName="x" * 2001), (Fault.TEXT_TOO_LONG, "users.csv", 5, "familyName")),
        (small().change("users", "p1", familyName="Moe\u202egnp.exe"), (Fault.STRANGE_CHARACTER, "users.csv", 5, "familyName")),
        (small().change("users", "p1", givenName="Ni\u200billas"), (Fault.STRANGE_CHARACTER, "users.csv", 5, "givenName")),
        (small().change("users", "p1", givenName="Ni\tillas"), (Fault.STRANGE_CHARACTER, "users.csv", 5, "givenName")),
        (small().change("roles", "r0", orgSourcedId="ukjent"), (Fault.UNKNOWN_REFERENCE, "roles.csv", 2, "orgSourcedId")),
        (small().change("roles", "r0", role="keiser"), (Fault.VALUE_UNKNOWN, "roles.csv", 2, "role")),
        (small().change("roles", "r0", beginDate="17.08.2026"), (Fault.NOT_A_DATE, "roles.csv", 2, "beginDate")),
        (small().change("roles", "r0", endDate="2026-02-30"), (Fault.NOT_A_DATE, "roles.csv", 2, "endDate")),
        (small().change("roles", "r1", sourcedId="r0"), (Fault.ID_TWICE, "roles.csv", 3, "sourcedId")),
        (small().change("demographics", "p1", birthDate="i fjor"), (Fault.NOT_A_DATE, "demographics.csv", 2, "birthDate")),
    ],
)
def test_what_cannot_be_true_is_named_by_file_line_and_column(changed: Bundle, fault: tuple[Fault, str, int, str]) -> None:
    assert faults_of(changed.packed()) == [fault]


def test_schools_in_a_ring_are_found_and_a_ring_that_never_comes_back_ends_too() -> None:
    ring = small().change("orgs", "skole-a", parentSourcedId="skole-b").change("orgs", "skole-b", parentSourcedId="skole-a")
    assert {found[0] for found in faults_of(ring.packed())} == {Fault.IN_A_CIRCLE}

    deep = Bundle()
    for number in range(DEEPEST + 3):
        above = {"parentSourcedId": f"o{number - 1}"} if number else {}
        deep.row("orgs", f"o{number}", name="Nivå", type="local", **above)
    deep.works("t1", "o0")
    assert {found[0] for found in faults_of(deep.packed())} == {Fault.IN_A_CIRCLE}


def test_all_that_is_wrong_is_told_at_once_and_never_what_stands_there() -> None:
    wrong = small().change("users", "p1", status="Hemmeligheten").change("users", "p2", givenName="")

    with pytest.raises(BundleError) as refused:
        read_register(wrong.packed())

    told = [(one.place(language), one.sentence(language)) for one in refused.value.found for language in Language]
    assert len(refused.value.found) == 2
    assert "Hemmeligheten" not in str(told) + str(refused.value)
    assert ("users.csv, linje 5", "status har en verdi som standarden ikke kjenner.") in told


def test_every_fault_has_a_sentence_in_every_language() -> None:
    for fault in Fault:
        for language in Language:
            assert faults.broken(fault, "users.csv", 2, "status").found[0].sentence(language)


def test_a_name_is_the_same_however_its_letters_are_put_together() -> None:
    apart = small().change("users", "p1", givenName="A\u030ase", familyName="Sa\u0301mi Bjo\u0308rk")

    assert read_register(apart.packed()).people["p1"].name == "\u00c5se S\u00e1mi Bj\u00f6rk"


def test_what_is_to_be_deleted_counts_as_gone() -> None:
    register = read_register(
        small().change("users", "p1", status="tobedeleted").change("roles", "r1", status="tobedeleted").packed()
    )

    assert "p1" not in register.people
    assert register.people["t2"].roles == ()
