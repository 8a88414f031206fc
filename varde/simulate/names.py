"""Invented names. None of them is a Norwegian municipality or school."""

from __future__ import annotations

from typing import Final

_STONES: Final = (
    "Kvarts", "Glimmer", "Granat", "Komet", "Meteor", "Turmalin", "Onyks", "Safir", "Rubin", "Obsidian", "Beryll", "Topas",
    "Krystall", "Agat", "Feltspat", "Basalt", "Marmor", "Koral", "Lanterne", "Kompass", "Anker", "Sekstant", "Propell", "Magnet",
)  # fmt: skip
_PLACES: Final = (
    "vik", "nes", "dal", "ås", "haugen", "sund", "holt", "myr", "bekken", "fjorden", "tangen", "lia", "moen", "bakken", "odden",
    "stranda", "vollen", "enga", "kollen", "brua", "kleiva", "skaret", "flata", "neset",
)  # fmt: skip

HOW_MANY: Final = len(_STONES) * len(_PLACES)


def place(number: int) -> str:
    """The ``number``-th invented place; after HOW_MANY the names come again with a number behind."""
    again, here = divmod(number, HOW_MANY)
    # Neighbours in number are no neighbours in name.
    stone, ending = (here * 7) % len(_STONES), (here // len(_STONES) + here) % len(_PLACES)
    return f"{_STONES[stone]}{_PLACES[ending]}{f' {again + 1}' if again else ''}"


def school(number: int) -> str:
    """The ``number``-th invented school of the nation."""
    return f"{place(number)} skole"
