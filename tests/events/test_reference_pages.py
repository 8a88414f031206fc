"""The committed reference pages are those that the code of today gives."""

import subprocess
import sys
from pathlib import Path

import pytest

from events import catalogue
from events.closed_lists import closed_lists
from events.pages import stale, write
from events.reference import pages as event_pages
from texts.reference import pages as list_pages

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "docs" / "reference"


def test_the_pages_of_the_facts_are_current() -> None:
    assert stale(event_pages(), REFERENCE) == (), "run: python -m events.reference docs/reference"


def test_the_page_of_the_lists_is_current() -> None:
    assert stale(list_pages(), REFERENCE) == (), "run: python -m texts.reference docs/reference"


def test_every_fact_has_a_heading_and_every_list_of_its_fields_an_anchor() -> None:
    page, lists = event_pages()["events.md"], list_pages()["lists.md"]
    assert all(f"\n### {kind.name}\n" in page for kind in catalogue())
    assert all(f"\n## {each.__name__}\n" in lists for each in closed_lists())


def test_a_page_is_written_once_and_again_only_when_it_changed(tmp_path: Path) -> None:
    assert write({"a/b.md": "one"}, tmp_path) == ("a/b.md",)
    assert write({"a/b.md": "one"}, tmp_path) == ()
    assert write({"a/b.md": "two"}, tmp_path) == ("a/b.md",)
    assert (tmp_path / "a" / "b.md").read_text(encoding="utf-8") == "two"


@pytest.mark.parametrize("module", ["events.reference", "texts.reference"])
def test_one_command_writes_the_pages_and_tells_which_are_stale(module: str, tmp_path: Path) -> None:
    def command(*arguments: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run([sys.executable, "-m", module, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)

    missing = command(str(tmp_path), "--check")
    assert missing.returncode == 1
    assert "stale: " in missing.stdout
    assert command(str(tmp_path)).returncode == 0
    current = command(str(tmp_path), "--check")
    assert (current.returncode, current.stdout) == (0, "")
