"""The fourteen attacks, each as somebody with the database would do it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

from events.stored import peek
from tests.integrity_attacks.attacker import Attacker, Row, with_envelope, with_fact

OLD = 40
"""A position that the witness has seen, of an event without sealed text."""

NEW = 180
"""A position that only the municipality has seen, of an event without sealed text."""

SEEN = 150
"""How many events the witness has seen."""

BACKUP = 100
"""How many events the old backup holds."""

SOMEBODY = UUID(int=7)


def changed(rows: list[Row], position: int) -> list[Row]:
    return [with_fact(one, "principal", str(SOMEBODY)) if one.position == position else one for one in rows]


def renumbered(rows: list[Row]) -> list[Row]:
    return [one._replace(position=position) for position, one in enumerate(rows, 1)]


def without(rows: list[Row], position: int) -> list[Row]:
    return [one for one in rows if one.position != position]


def inserted(rows: list[Row]) -> list[Row]:
    model = rows[OLD - 1]
    return renumbered([*rows[:OLD], model._replace(stream=uuid4()), *rows[OLD:]])


def edit_payload(by: Attacker, rows: list[Row]) -> None:
    by.db.put_events(changed(rows, OLD))


def edit_topic(by: Attacker, rows: list[Row]) -> None:
    by.db.put_events(
        [one._replace(topic="intervention.InterventionReportedToPrincipal") if one.position == OLD else one for one in rows]
    )


def edit_time(by: Attacker, rows: list[Row]) -> None:
    earlier = with_envelope(rows[OLD - 1], recorded_at=peek(rows[OLD - 1].state).envelope.recorded_at - timedelta(days=3))
    by.db.put_events([earlier if one.position == OLD else one for one in rows])


def edit_case(by: Attacker, rows: list[Row]) -> None:
    by.db.put_events([one._replace(stream=uuid4(), version=1) if one.position == OLD else one for one in rows])


def swap_two(by: Attacker, rows: list[Row]) -> None:
    first, second = rows[OLD - 1], rows[NEW - 1]
    taken = {OLD: second.state, NEW: first.state}
    by.db.put_events([one._replace(state=taken.get(one.position, one.state)) for one in rows])


def delete_one(by: Attacker, rows: list[Row]) -> None:
    by.db.put_events(without(rows, OLD))


def delete_and_renumber(by: Attacker, rows: list[Row]) -> None:
    by.db.put_events(renumbered(without(rows, OLD)))


def edit_and_recompute(by: Attacker, rows: list[Row]) -> None:
    by.recompute(changed(rows, OLD))


def insert_and_recompute(by: Attacker, rows: list[Row]) -> None:
    by.recompute(inserted(rows))


def recompute_without_checkpoints(by: Attacker, rows: list[Row]) -> None:
    by.recompute(changed(rows, OLD))
    by.book("DELETE FROM checkpoints")


def truncate_newest(by: Attacker, rows: list[Row]) -> None:
    _back_to(by, rows, SEEN)


def roll_back(by: Attacker, rows: list[Row]) -> None:
    _back_to(by, rows, BACKUP)


def key_rewrites_old(by: Attacker, rows: list[Row]) -> None:
    by.recompute(changed(rows, OLD))
    by.sign_again()


def key_rewrites_new(by: Attacker, rows: list[Row]) -> None:
    by.recompute(changed(rows, NEW))
    by.sign_again()


def _back_to(by: Attacker, rows: list[Row], size: int) -> None:
    by.recompute(rows[:size])
    by.book("DELETE FROM checkpoints WHERE size > ?", size)


ATTACKS: dict[str, Callable[[Attacker, list[Row]], None]] = {
    one.__name__: one
    for one in (
        edit_payload,
        edit_topic,
        edit_time,
        edit_case,
        swap_two,
        delete_one,
        delete_and_renumber,
        edit_and_recompute,
        insert_and_recompute,
        recompute_without_checkpoints,
        truncate_newest,
        roll_back,
        key_rewrites_old,
        key_rewrites_new,
    )
}
