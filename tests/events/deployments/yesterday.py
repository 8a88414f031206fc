"""The program as it was: it knows the first version of a fact, and stores one on the standard output."""

import sys

from builders import person
from open_sealer import OpenSealer, recorded

from events.base import Event, Stream, fact
from events.sealing import Sealed, WorkingNote
from events.stored import encode


@fact("test.WalkTaken", Stream.CASE)
class WalkTaken(Event, frozen=True, kw_only=True):
    """Somebody took a walk with the pupil.

    A fact of this test alone.
    """

    pupil: str
    kilometres: float
    words: Sealed[str]
    jotting: WorkingNote[str] | None = None


if __name__ == "__main__":
    walk = WalkTaken(pupil=str(person("pupil")), kilometres=1.5, words="It was nice out", jotting="Ask again")
    sys.stdout.buffer.write(encode(recorded(walk), OpenSealer()))
