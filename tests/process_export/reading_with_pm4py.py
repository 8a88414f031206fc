"""Reads our files for process analysis with pm4py, and finds every event and object again. Run by tools/pm4py.sh.

pm4py is AGPL: it lies in an environment of its own, and nothing of Varde imports it.
"""

from __future__ import annotations

import sys
from collections import Counter
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

from process_export.exported import log_in

from services.case_service.process_export import Format, ProcessLog, written_as


def main() -> None:
    """Write, read and compare."""
    pm4py = import_module("pm4py")
    with TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "town").mkdir()
        log = log_in(home / "town")
        for form, name, read in (
            (Format.OCEL_JSON, "log.jsonocel", pm4py.read_ocel2_json),
            (Format.OCEL_SQLITE, "log.sqlite", pm4py.read_ocel2_sqlite),
        ):
            file = home / name
            file.write_bytes(written_as(log, form))
            check_ocel(log, read(str(file)))
            say(f"{form.value}: {len(log.events)} events, {len(log.objects)} objects")
        file = home / "log.xes"
        file.write_bytes(written_as(log, Format.XES))
        check_xes(log, pm4py.read_xes(str(file)))
        say(f"xes: {len(log.events)} events, {len({one.trace for one in log.events})} traces")


def check_ocel(log: ProcessLog, ocel: object) -> None:
    """Every event with its type, every object with its type, and every relation between them."""
    events, objects, relations = ocel.events, ocel.objects, ocel.relations  # type: ignore[attr-defined]
    expect(Counter(one.type for one in log.events), Counter(events["ocel:activity"]))
    expect({one.id for one in log.events}, set(events["ocel:eid"]))
    expect({one.id: one.type.value for one in log.objects}, dict(zip(objects["ocel:oid"], objects["ocel:type"], strict=True)))
    told = {(event.id, one.object_id) for event in log.events for one in event.relations}
    expect(told, set(zip(relations["ocel:eid"], relations["ocel:oid"], strict=True)))
    expect([one.at.replace(microsecond=0) for one in log.events], [one.replace(microsecond=0) for one in in_order(log, events)])


def in_order(log: ProcessLog, events: object) -> list[object]:
    """When each event happened, as it was read, in the order of the log."""
    read = dict(zip(events["ocel:eid"], events["ocel:timestamp"], strict=True))  # type: ignore[index]
    return [read[one.id].to_pydatetime() for one in log.events]


def check_xes(log: ProcessLog, frame: object) -> None:
    """Every event with its name, in the trace of its case."""
    names, cases = frame["concept:name"], frame["case:concept:name"]  # type: ignore[index]
    expect(Counter((one.trace, one.type) for one in log.events), Counter(zip(cases, names, strict=True)))


def say(words: str) -> None:
    """Tell what was found again."""
    sys.stdout.write(f"{words}\n")


def expect(wanted: object, found: object) -> None:
    """Stop when pm4py found something else than was written."""
    if wanted != found:
        sys.exit(f"pm4py found something else:\n{wanted}\n{found}")


if __name__ == "__main__":
    main()
