"""The program as it is: two versions on, it reads from the standard input what yesterday's program stored.

A number got another unit (version 2); a sealed field another name, and a new one came beside it (version 3).
Prints the event, the event without keys, and the facts, each as JSON on a line.
"""

import sys
from typing import Any, ClassVar
from uuid import UUID

import msgspec
from builders import person
from open_sealer import OpenSealer

from events.base import Event, Stream, fact
from events.sealing import RetentionClass, Sealed, WorkingNote
from events.stored import decode, facts_today, peek
from events.upcasting import upcaster

TOPIC = "test.WalkTaken"


@fact(TOPIC, Stream.CASE)
class WalkTaken(Event, frozen=True, kw_only=True):
    """Somebody took a walk with the pupil.

    A fact of this test alone.
    """

    class_version: ClassVar[int] = 3

    pupil: UUID
    metres: int
    own_words: Sealed[str]
    weather: Sealed[str] | None = None
    jotting: WorkingNote[str] | None = None


@upcaster(TOPIC, from_version=1)
def from_kilometres_to_metres(data: dict[str, Any]) -> dict[str, Any]:
    kilometres = data.pop("kilometres")
    return {**data, "metres": round(kilometres * 1000)}


@upcaster(TOPIC, from_version=2)
def from_words_to_own_words(data: dict[str, Any]) -> dict[str, Any]:
    if "words" in data:
        data["own_words"] = data.pop("words")
    return {**data, "weather": None}


if __name__ == "__main__":
    state = sys.stdin.buffer.read()
    for sealer in (OpenSealer(), OpenSealer(*RetentionClass), OpenSealer(RetentionClass.WORKING_NOTE)):
        read = decode(state, stream_id=person("stream"), version=1, topic=TOPIC, sealer=sealer)
        sys.stdout.buffer.write(msgspec.json.encode(read.event) + b"\n")
    sys.stdout.buffer.write(facts_today(peek(state), TOPIC) + b"\n")
