"""The list of attacks is whole: every number is shown by a test, every test's number is listed, and the page says so."""

from __future__ import annotations

from tools.attacks import PAGE, listed, names_by_file, page, shown

DEMANDED = [f"A{number:02}" for number in range(1, 58)]


def test_every_attack_that_was_demanded_is_listed_and_shown_by_a_test():
    assert [one for one in DEMANDED if one not in listed()] == []
    by = shown()
    assert [one for one in listed() if not by.get(one)] == []


def test_every_number_in_the_name_of_a_test_is_listed():
    assert sorted(set(shown()) - set(listed())) == []


def test_every_test_that_the_list_names_exists():
    named = [also for attack in listed().values() for also in attack.get("also", ())]
    existing = {f"{file}::{name}" for file, names in names_by_file().items() for name in names}
    assert sorted(set(named) - existing) == []


def test_the_page_is_the_one_that_the_tests_give():
    """Else run ``python tools/attacks.py``."""
    assert PAGE.read_text(encoding="utf-8") == page()
