"""What a municipality decides for all its schools."""

from enum import StrEnum


class WrittenLanguage(StrEnum):
    """The languages that letters and texts are written in."""

    BOKMAL = "nb"
    NYNORSK = "nn"
    ENGLISH = "en"
