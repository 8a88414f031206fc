"""The page of the attacks says what the test of the attacks holds against what is found."""

from __future__ import annotations

import importlib.util
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_page_has_todays_table() -> None:
    spec = importlib.util.spec_from_file_location("integrity_table", ROOT / "tools/integrity_table.py")
    assert spec is not None
    assert spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    page = tool.PAGE.read_text(encoding="utf-8")
    assert tool.with_table(page) == page, "run python tools/integrity_table.py"
    assert tool.table().count("\n") == 16
