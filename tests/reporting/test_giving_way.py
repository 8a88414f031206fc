"""Whoever writes gives way to readers between two steps, and never for long."""

from __future__ import annotations

import threading
from contextlib import suppress
from functools import partial

from warehouse_steps import invented, opened

from benchmarks.invented_log import rows
from services.compliance.calendar import Calendar
from services.compliance.loading import load_rulebooks
from services.reporting.courtesy import Courtesy
from services.reporting.duties import Duties
from services.reporting.projection import Projection
from services.reporting.reading import batch
from services.reporting.source import Row
from services.reporting.warehouse import Warehouse

LONG = 60.0
A_MOMENT = 0.05


def in_a_thread(step) -> threading.Event:
    done = threading.Event()

    def run() -> None:
        step()
        done.set()

    threading.Thread(target=run, daemon=True).start()
    return done


def _fail() -> None:
    raise LookupError


def test_a_batch_waits_while_a_question_is_answered_and_goes_on_after_it():
    courtesy = Courtesy()
    turn = courtesy.turn(patience=LONG)

    with courtesy.answering():
        done = in_a_thread(turn.give_way)
        assert not done.wait(A_MOMENT)

    assert done.wait(LONG)


def test_of_two_questions_both_are_waited_for():
    courtesy = Courtesy()
    turn = courtesy.turn(patience=LONG)

    with courtesy.answering():
        with courtesy.answering():
            done = in_a_thread(turn.give_way)
        assert not done.wait(A_MOMENT)

    assert done.wait(LONG)


def test_a_question_that_failed_is_waited_for_no_more():
    courtesy = Courtesy()

    with suppress(LookupError), courtesy.answering():
        _fail()

    assert in_a_thread(courtesy.turn(patience=LONG).give_way).wait(LONG)


def test_a_batch_waits_no_longer_in_all_than_its_patience():
    courtesy = Courtesy()
    turn = courtesy.turn(patience=A_MOMENT)

    def give_way_thrice() -> None:
        for _ in range(3):
            turn.give_way()

    with courtesy.answering():
        assert in_a_thread(give_way_thrice).wait(LONG)


def test_a_question_without_end_does_not_keep_back_what_was_committed(tmp_path):
    made = invented(60)
    log = [Row(position, *row) for position, row in enumerate(rows(made), start=1)]
    warehouse: Warehouse = opened(tmp_path)
    with warehouse, warehouse.courtesy.answering():
        projection = Projection(warehouse, Duties(load_rulebooks(), Calendar()))
        done = in_a_thread(partial(projection.take, batch(log, made[0].envelope.tenant)))
        assert done.wait(LONG)
        assert projection.behind == 0
