"""Invented sentences for the demo, so that a case reads like one."""

from __future__ import annotations

from random import Random

CONCERNS = (
    "Hun sier at hun går alene i friminuttene og at de andre flytter seg når hun setter seg.",
    "Han vil ikke på skolen og har vondt i magen hver søndag kveld.",
    "De skriver stygge ting om meg i gruppa, og så ler de når jeg kommer.",
    "Hun ble dyttet inn i garderobeskapet to ganger denne uka.",
    "Han får aldri være med på fotball, og ingen vil være på gruppe med ham.",
    "Datteren vår gråter når hun kommer hjem og sier at klassen er utrygg.",
)
OBSERVED = (
    "Står alene ved gjerdet i storefri tre dager på rad.",
    "Tre elever reiser seg og går når eleven setter seg ved bordet.",
    "Blir dyttet i kø til garderoben; ler det bort og ser ned.",
)
PROBLEMS = (
    "Eleven er utestengt fra leken i friminuttene.",
    "Eleven blir krenket i en digital gruppe og er redd for å møte de samme på skolen.",
    "Eleven er utrygg i garderoben og i overgangene.",
)
MEASURES = (
    ("Fast voksen i friminuttene", "better-weak-relation"),
    ("Loggsamtaler med samme voksen", "log-conversations"),
    ("Ny gruppesammensetning i klassen", None),
    ("Tettere oppfølging i overganger", None),
    ("Samtaler med klassen om trygghet", None),
)
REASONS = ("Vurdert ut fra det eleven sier og det vi har sett.", "Saken er sammensatt, og vi bygger på flere kilder.")
NOTE = "Så mest ned i bordet. Livnet til da vi snakket om hytta. Spør om garderoben neste gang."
"""What an adult scribbles for herself: a working note, kept for a short time."""
BETTER = ("Det er bedre nå. Jeg har noen å være sammen med.", "Det er mye bedre, og ingen gjør det lenger.")
NOT_BETTER = ("Det er som før.", "Litt bedre i timene, men ikke i friminuttene.")


def one(of: tuple[str, ...], rng: Random) -> str:
    """One of the sentences."""
    return rng.choice(of)
