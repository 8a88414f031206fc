"""Frozen figures: any figure of a dashboard, made again from the log up to the position that it was made from, byte for byte."""

from services.reporting.frozen.canonical import canonical_csv, canonical_json
from services.reporting.frozen.figures import UNFREEZABLE, Figure, FigureError, figures, question_of
from services.reporting.frozen.record import Frozen, FrozenPage, frozen_page

__all__ = [
    "UNFREEZABLE",
    "Figure",
    "FigureError",
    "Frozen",
    "FrozenPage",
    "canonical_csv",
    "canonical_json",
    "figures",
    "frozen_page",
    "question_of",
]
