from __future__ import annotations

import json

from benchmarks.reliability.all import PIECES, RESULTS
from benchmarks.reliability.page import PAGE, ROW_OF, written


def test_the_page_of_reliability_says_what_was_measured() -> None:
    assert PAGE.read_text(encoding="utf-8") == written(json.loads(RESULTS.read_text(encoding="utf-8")))


def test_every_piece_has_its_row_and_was_measured() -> None:
    assert PIECES.keys() == ROW_OF.keys() == json.loads(RESULTS.read_text(encoding="utf-8")).keys()
