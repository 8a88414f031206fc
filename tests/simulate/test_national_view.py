"""Published figures of several municipalities together: sums that say how much of them is known, and nothing that was hidden."""

import itertools
import json
import subprocess
from pathlib import Path

import msgspec
import polars as pl
import pytest
from published import AUTUMN, SPRING, Town, term, town, with_enforcement
from varde_command import varde_says

from services.reporting.nation import writing
from services.reporting.nation.combining import COMBINED, NATION, Known, combine
from services.reporting.nation.delivered import Fault, NotTakenInError, read
from services.reporting.open_data.file_format import DESCRIPTION
from services.reporting.publishing.cubes import SCHOOL_TERM


def figure(combined: pl.DataFrame, area: str, measure: str, cube: str = "school_term") -> dict:
    found = combined.filter(area=area, measure=measure, cube=cube)
    assert found.height == 1
    return found.row(0, named=True)


def together(folder: Path, *towns: Town) -> pl.DataFrame:
    return combine([read(one.write(folder)) for one in towns])


def test_what_every_municipality_shows_is_added_up_by_county_and_for_the_nation(tmp_path: Path):
    combined = together(tmp_path, town("6101", term(30, 10)), town("6102", term(20, 5)), town("6201", term(50, 12)))
    assert combined.schema == COMBINED
    nation, county = figure(combined, NATION, "new_cases"), figure(combined, "61", "new_cases")
    assert (nation["known"], nation["low"], nation["high"], nation["shown"]) == (Known.EXACT, 100, 100, 3)
    assert (county["known"], county["low"], county["municipalities"]) == (Known.EXACT, 50, 2)
    assert figure(combined, NATION, "kept_percent")["low"] == 75
    assert figure(combined, NATION, "median_hours_report")["known"] == Known.MIDDLE


def test_a_hidden_number_is_never_taken_for_nothing(tmp_path: Path):
    combined = together(
        tmp_path, with_enforcement(town("6101", term(30, None)), 7), with_enforcement(town("6102", term(None, None)), None)
    )
    cases = figure(combined, NATION, "new_cases")
    assert (cases["known"], cases["low"], cases["high"], cases["shown"]) == (Known.AT_LEAST, 30, None, 1)
    reported = figure(combined, NATION, "reported", "enforcement_half_year")
    assert (reported["known"], reported["low"], reported["high"]) == (Known.AT_LEAST, 7, None)
    serious = figure(combined, NATION, "serious")
    assert (serious["known"], serious["low"], serious["high"]) == (Known.HIDDEN, None, None)


def test_a_hidden_part_of_a_shown_whole_gives_a_range(tmp_path: Path):
    combined = together(tmp_path, town("6101", term(30, None)), town("6102", term(40, 15)))
    serious = figure(combined, NATION, "serious")
    assert (serious["known"], serious["low"], serious["high"]) == (Known.BETWEEN, 15, 45)


def test_a_share_of_sums_that_are_not_known_is_hidden(tmp_path: Path):
    combined = together(tmp_path, town("6101", term(30, 9, None, None)), town("6102", term(40, 15)))
    assert figure(combined, NATION, "kept_percent")["known"] == Known.HIDDEN


def test_a_municipality_that_has_not_delivered_a_period_leaves_the_sum_open(tmp_path: Path):
    later = town("6101", term(30, 9)).tell(SCHOOL_TERM, "2025-26-spring", SPRING, term(25, 8))
    combined = together(tmp_path, later, town("6102", term(40, 15)))
    spring = combined.filter(area=NATION, measure="new_cases", period="2025-26-spring").row(0, named=True)
    assert (spring["known"], spring["low"], spring["delivered"], spring["municipalities"]) == (Known.AT_LEAST, 25, 1, 2)


def test_a_release_that_was_withheld_leaves_the_sum_open(tmp_path: Path):
    withheld = town("6102", {}).tell(SCHOOL_TERM, "2025-26-spring", SPRING, term(40, 15))
    combined = together(tmp_path, town("6101", term(30, 9)).tell(SCHOOL_TERM, "2025-26-spring", SPRING, term(10, 6)), withheld)
    autumn = combined.filter(area=NATION, measure="new_cases", period="2025-26-autumn").row(0, named=True)
    assert (autumn["known"], autumn["low"], autumn["delivered"]) == (Known.AT_LEAST, 30, 1)


def test_schools_stay_in_their_municipality(tmp_path: Path):
    with_school = town("6101", term(30, 9)).tell(SCHOOL_TERM, "2025-26-autumn", AUTUMN, term(11, 6), school="100000001")
    combined = together(tmp_path, with_school)
    assert figure(combined, NATION, "new_cases")["low"] == 30
    writing.write(tmp_path / "out", combined, [read(tmp_path / "6101")])
    assert not any(b"100000001" in file.read_bytes() for file in (tmp_path / "out").iterdir())


def test_the_same_is_given_whatever_the_hidden_numbers_are(tmp_path: Path):
    """Two nations that differ in what is hidden alone are the same file by file, so nothing hidden can be worked back."""
    seen = set()
    for hidden in itertools.product((0, 1, 3, 4), repeat=2):
        # What a municipality counts never leaves it; what it publishes says None, whatever it counted.
        shown = [None if count < 5 else count for count in (*hidden, 41)]
        folder = tmp_path / "-".join(map(str, hidden))
        towns = [town(f"610{n}", term(count, None)) for n, count in enumerate(shown, start=1)]
        deliveries = [read(one.write(folder)) for one in towns]
        writing.write(folder / "out", combine(deliveries), deliveries)
        seen.add(tuple((file.name, file.read_bytes()) for file in sorted((folder / "out").iterdir())))
    assert len(seen) == 1


def test_no_sum_narrows_what_a_hidden_number_can_be(tmp_path: Path):
    """Every value that a hidden number may have by its own municipality's file, it may have by the sums too."""
    towns = {"6101": (30, None), "6102": (None, None), "6103": (12, 6), "6201": (44, None)}
    combined = together(tmp_path, *(town(number, term(*of)) for number, of in towns.items()))
    for area in (NATION, "61", "62"):
        members = [of for number, of in towns.items() if area in {NATION, number[:2]}]
        for place, measure in enumerate(("new_cases", "serious")):
            given = figure(combined, area, measure)
            wholes = [of[0] if place else None for of in members]
            least = sum(of[place] or 0 for of in members)
            most = [
                of[place] if of[place] is not None else whole if whole is not None else 1000
                for of, whole in zip(members, wholes, strict=True)
            ]
            assert given["low"] is None or given["low"] <= least
            assert given["high"] is None or given["high"] >= sum(most)


def _damaged(home: Path, fault: Fault) -> Path:
    described = home / DESCRIPTION
    said = msgspec.json.decode(described.read_bytes())
    match fault:
        case Fault.MISSING:
            (home / "school_term.csv").unlink()
            return home / "school_term.csv"
        case Fault.ALTERED:
            content = bytearray((home / "school_term.parquet").read_bytes())
            content[len(content) // 2] ^= 1
            (home / "school_term.parquet").write_bytes(content)
            return home / "school_term.parquet"
        case Fault.UNREADABLE:
            described.write_bytes(b"{")
            return described
        case Fault.OTHER_FORMAT:
            said["varde"]["format"] = 99
        case Fault.OTHER_MUNICIPALITY:
            said["varde"]["municipality"] = "6999"
        case Fault.OTHER_VERSION:
            said["varde"]["releases"][0]["version"] = 99
        case Fault.UNKNOWN_CUBE:
            said["varde"]["releases"][0]["cube"] = "cases"
        case Fault.OTHER_RELEASES:
            said["varde"]["releases"][0]["last_day"] = "2025-11-30"
    described.write_bytes(msgspec.json.encode(said))
    return described


@pytest.mark.parametrize(
    "fault",
    [
        Fault.MISSING,
        Fault.ALTERED,
        Fault.UNREADABLE,
        Fault.OTHER_FORMAT,
        Fault.OTHER_MUNICIPALITY,
        Fault.OTHER_VERSION,
        Fault.UNKNOWN_CUBE,
        Fault.OTHER_RELEASES,
    ],
)
def test_a_folder_that_is_not_as_it_was_published_is_refused_by_name(tmp_path: Path, fault: Fault):
    home = town("6101", term(30, 9)).write(tmp_path)
    file = _damaged(home, fault)
    with pytest.raises(NotTakenInError) as refused:
        read(home)
    assert refused.value.fault is fault
    assert refused.value.file == file


def test_a_hidden_row_that_holds_a_number_is_refused(tmp_path: Path):
    told = town("6101", term(30, 9))
    told.rows[0] = (*told.rows[0][:-1], True)
    with pytest.raises(NotTakenInError) as refused:
        read(told.write(tmp_path))
    assert refused.value.fault is Fault.IMPOSSIBLE_VALUE


def test_a_municipality_counts_once(tmp_path: Path):
    once, again = town("6101", term(30, 9)).write(tmp_path / "a"), town("6101", term(31, 9)).write(tmp_path / "b")
    with pytest.raises(NotTakenInError) as refused:
        combine([read(once), read(again)])
    assert refused.value.fault is Fault.TWICE
    assert refused.value.file == again / DESCRIPTION


def test_periods_of_other_days_are_not_mixed(tmp_path: Path):
    other = Town(number="6102").tell(SCHOOL_TERM, "2025-26-autumn", (*AUTUMN[:2], SPRING[2]), term(20, 9))
    with pytest.raises(NotTakenInError) as refused:
        together(tmp_path, town("6101", term(30, 9)), other)
    assert refused.value.fault is Fault.OTHER_PERIOD
    assert refused.value.file == tmp_path / "6102" / DESCRIPTION


def test_a_combination_that_was_altered_is_not_read(tmp_path: Path):
    deliveries = [read(town("6101", term(30, 9)).write(tmp_path))]
    writing.write(tmp_path / "out", combine(deliveries), deliveries)
    assert writing.read(tmp_path / "out")[1].equals(combine(deliveries))
    file = tmp_path / "out" / "nation.parquet"
    file.write_bytes(file.read_bytes()[:-1] + b"x")
    with pytest.raises(writing.NotACombinationError):
        writing.read(tmp_path / "out")


def run(*words: object) -> subprocess.CompletedProcess[str]:
    return varde_says("nation", "combine", *words)


def test_the_command_combines_folders_and_names_the_one_that_it_refuses(tmp_path: Path):
    homes = [town(number, term(30, 9)).write(tmp_path) for number in ("6101", "6102")]
    done = run("--json", "--unsigned", "6101", "--unsigned", "6102", "--into", tmp_path / "out", *homes)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["municipalities"] == 2
    assert writing.read(tmp_path / "out")[1].height == combine([read(home) for home in homes]).height
    file = _damaged(homes[1], Fault.ALTERED)
    refused = run("--unsigned", "6101", "--unsigned", "6102", "--into", tmp_path / "out2", *homes)
    assert refused.returncode == 1
    assert str(file) in refused.stderr
    assert not (tmp_path / "out2").exists()
