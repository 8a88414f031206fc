from __future__ import annotations

from pathlib import Path

from services.case_service.rights import Share
from services.case_service.rights.matrix import Ground
from services.case_service.rights.reference import GROUNDS, SHARES, pages

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"


def test_every_ground_and_share_has_its_meaning():
    assert set(GROUNDS) == set(Ground)
    assert set(SHARES) == set(Share)


def test_the_reference_page_of_access_is_current():
    assert {name: (REFERENCE / name).read_text(encoding="utf-8") for name in pages()} == pages()
