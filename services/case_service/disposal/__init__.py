"""Retention and disposal: what has lapsed, what stands against destroying it, and how it is destroyed (arkivlova §§ 12-13)."""

from services.case_service.disposal.disposals import APPROVING, Disposals, Done, Lapsed, Waiting, disposal_stream
from services.case_service.disposal.judging import Obstacle, lapses_on, obstacles
from services.case_service.disposal.older_keys import OlderKeyStoreError, refuse_older_keys
from services.case_service.disposal.standing import Standing

__all__ = [
    "APPROVING",
    "Disposals",
    "Done",
    "Lapsed",
    "Obstacle",
    "OlderKeyStoreError",
    "Standing",
    "Waiting",
    "disposal_stream",
    "lapses_on",
    "obstacles",
    "refuse_older_keys",
]
