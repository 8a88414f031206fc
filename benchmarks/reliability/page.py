"""docs/reference/reliability.md, from the results of the pieces: what was done, how often, what came of it, with which command."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, TypeAlias

PAGE: Final = Path(__file__).parents[2] / "docs" / "reference" / "reliability.md"

DATABASES: Final = {"sqlite": "SQLite", "postgres": "PostgreSQL"}

Result: TypeAlias = "Mapping[str, Any]"
Results: TypeAlias = "Mapping[str, Result]"

HEAD: Final = """# Reliability

What becomes of acknowledged events when a process, a disk or the power fails. Acknowledged means that the caller was answered.
Made by `python -m benchmarks.reliability.all` (its pieces can be run one by one), which needs a C compiler; a small part of each
runs with the tests (`tests/reliability`). One line is one command; the figures are in
`benchmarks/reliability/results.json`, and a test compares this page with them. F1 to F18 name what a line answers.

| figure | what was done | how often | what came of it | day |
|---|---|---|---|---|
"""

METHOD: Final = """
## Method

**The day.** A process opens the SQLite store as Varde does and stores 24 requests of three events each, with sealed text and
idempotency keys, over six cases; in variants it also checkpoints the write-ahead log, takes backups, or destroys keys. Each
answer is noted.

**Power cuts** (`recorder.c`, `replay.py`). A library that is loaded before the C library (`LD_PRELOAD`) writes down every
write, change of size, sync, removal and new name, with the answers in their place among them. Afterwards the day is cut at a
random call, and a disk is made up that such a cut may leave: what was synced stands; of the rest, in equal shares, nothing
stands (*lost*), a beginning of it (*cut*), any part in any order among files (*reordered*), or any part with one write torn
at 512 bytes (*torn*). On each such disk (`judge.py`): both databases open and pass SQLite's own check; every acknowledged
event is there and its text opens under its key; every request is there whole or not at all; every event has its leaf, and the
leaves are those that are computed anew from the stored bytes; the last acknowledged request and the one that was under way
are sent again, after which each is there once; a destroyed key's bytes are nowhere in the key store's files; a backup that
has its name verifies.

**Negative controls.** The same with SQLite's `synchronous = NORMAL` (which the store refuses: `DurabilityError`), and with
syncs that do nothing, as under `eatmydata`. Both must lose events; that shows that the method would see it.

**Failing calls** (`failing_calls.py`). The day is lived as often as it makes calls. *Full*: from the k-th write on nothing
fits (ENOSPC); when the refusal has been seen, and reading still works, there is room again. *Broken*: the k-th write, sync,
cut or opening fails once (EIO). The same request is repeated, and at the end of the day everything must stand as above.
Whatever else than a clean refusal (`StoreUnavailableError`, HTTP 503) comes out counts as unclean. Where the start
itself is refused, or the same request four times, the process is started anew and lives the day once more; that is counted.

**Kills** (`kills.py`). A writer is killed (SIGKILL) at a random moment, and the next one begins with the request that got no
answer.

**Bits** (`bit_flips.py`). One random bit of a file is turned over. Found is what makes start-up, the nightly check or a
reader fail, each asked by the product's own functions: tables and triggers are compared letter by letter with what the migration
makes, requests and keys have a checksum, SQLite checks its pages, events have leaves, texts a seal, and a backup's manifest a
signature. A bit in the write-ahead log makes SQLite forget the commits from there on, as it must; that is found because the
last signed checkpoint counts more events. What changes nothing that is read lies in unused bytes of a page.

**Conflicts** (`lost_updates.py`). Each writer asks for a case's version, and stores one event as the next. Afterwards the log is
the oracle: it has one event for each version, so the attempts that have no event in it are those that had to be refused.

**A large store** (`recovery.py`, `restores.py`). The time after a kill is that of a forked process, without loading Python's
modules; on PostgreSQL it is counted from the server's start, and the server recovers from its own log before it lets anybody in.
Varde's read model and warehouse follow by themselves and have their own figures. A restore checks every byte, every leaf and
every signature, and reads the log with its keys; warehouse and read model are built after it.

## What was found, and put right

- After a destroyed key was acknowledged, 3 of 400 power cuts brought its bytes back: SQLite cuts its write-ahead log without a
  sync. The store syncs the cut now (`sqlite_keys.py`); 10 000 cuts brought back none.
- A file that failed once at the moment of opening was opened by SQLite for reading alone, silently, and the process refused every
  write until it was started anew. Such a connection is refused now (`sqlite_connection.py`), and the next request opens another.

## What this does not show

- Directories are taken to keep a new file once something in it was synced; memory-mapped files (SQLite's `-shm`, which holds
  nothing that lasts) are not recorded.
- The disk is one that keeps what it has confirmed. One that lies about syncs loses what the second control loses; nothing
  above it can help.
- PostgreSQL's own files were not cut this way: its server was stopped at once (F1). Its promise after a power cut is PostgreSQL's,
  with `fsync`, `full_page_writes` and `synchronous_commit`, which the store demands at start.
- Bits were turned over in SQLite's files. PostgreSQL's pages have checksums of the server's own (`data_checksums`, on by default
  from version 18); Varde compares its columns, functions and triggers, and keeps the same checksums of requests and keys. A
  checksum finds accidents: whoever can write to the database can make it again. Against people stand leaves, seals and witnesses.
- A bit in the key store or in `once` that is found in the night was perhaps read before, on PostgreSQL; on SQLite each reading
  looks at the checksum.
- How long PostgreSQL takes after a crash hangs on what it wrote since its last checkpoint. A writer that lives for a second writes
  little: 97 of the hundred starts took at most 0.4 s by the server's own log, three within ten seconds of each other 0.8 to 1.6 s,
  and why is not known. Right after 300 000 events had been stored in a row it was 1.3 s, once.
- Nothing ran for a day and night under random faults (F20).
"""


def written(results: Results) -> str:
    """The page."""
    shown = [name for name in ROW_OF if name in results]
    lines = "".join(f"| {' | '.join(ROW_OF[name](results[name]))} | {results[name]['day']} |\n" for name in shown)
    commands = "".join(f"- `{results[name]['command']}`\n" for name in shown)
    return f"{HEAD}{lines}{METHOD}\n## Commands\n\n{commands}"


def number(count: float) -> str:
    """A number with its thousands apart."""
    return f"{count:,}".replace(",", " ")


def kills(found: Result) -> tuple[str, ...]:
    """F1, F5, F6, F9: killed writers."""
    return (
        "F1, F6, F9",
        "a writer is killed (SIGKILL), the next repeats the request that got no answer",
        f"{number(found['rounds'])} kills, {number(found['acknowledged'])} acknowledged events",
        (
            f"{found['lost']} lost, {found['torn']} torn, {found['doubled']} doubled, {found['wrong_leaves']} wrong leaves; "
            f"{number(found['repeated'])} requests had been carried out before the kill and were answered as then; a new process "
            f"answers after {found['back_ms_median']:g} ms (median; p99 {found['back_ms_p99']:g} ms)"
        ),
    )


def cut(found: Result) -> tuple[str, ...]:
    """F2, F5, F6: power cuts."""
    control = {"full": "", "normal": ", with `synchronous = NORMAL` (control)", "lie": ", with syncs that do nothing (control)"}
    what = {
        "commit": "requests are stored",
        "checkpoint": "requests are stored and checkpointed",
        "backup": "requests are stored and backups taken",
        "shred": "requests are stored and keys destroyed",
    }
    clean = (
        f"**{number(found['clean'])} clean**; {found['lossy']} with a lost event, {found['corrupt']} corrupt, "
        f"{found['torn']} torn, {found['wrong_leaves']} with wrong leaves, {found['doubled']} doubled, "
        f"{found['undone']} with a destroyed key, {found['bad_backups']} with a bad backup"
    )
    seen = (
        f"{number(found['lossy'])} of {number(found['images'])} lose acknowledged events, up to {found['worst_loss']} of 72: "
        "the method sees a loss"
    )
    return (
        "F2, F5, F6" if found["sync"] == "full" else "F2 control",
        f"power cut while {what[found['scenario']]}{control[found['sync']]}",
        f"{number(found['images'])} disks from {found['calls']} calls ({found['syncs']} syncs)",
        clean if found["sync"] == "full" else seen,
    )


def failing(found: Result) -> tuple[str, ...]:
    """F3, F4: failing calls."""
    full = found["kind"] == "full"
    what = "the disk is full from the k-th write on" if full else "the k-th call to the disk fails (EIO)"
    after = {"commit": "", "checkpoint": " with checkpoints", "shred": " with keys destroyed"}[found["scenario"]]
    return (
        "F3" if full else "F4",
        f"{what}, for every k of a day{after}",
        f"{number(found['calls'])} days, {number(found['refusals'])} refusals",
        (
            f"{found['unclean']} unclean refusals, {found['unreadable']} times reading failed too, "
            f"{found['not_resumed']} did not go on, {found['not_clean']} with anything lost, torn or doubled at the end; "
            f"{found['restarts']} needed a restart"
        ),
    )


def bits(found: Result) -> tuple[str, ...]:
    """F12: bits turned over."""
    names = {
        "events": "the events",
        "wal": "the events' write-ahead log",
        "keys": "the key store",
        "backup": "a backup",
        "attachment": "a sealed attachment",
    }
    tables = Counter[str]()
    for where, count in found["silent_in"].items():
        tables[where.partition(".")[0]] += count
    silent = ", ".join(f"`{table}` {count}" for table, count in sorted(tables.items()))
    return (
        "F12",
        f"one bit of {names[found['file']]} is turned over",
        f"{number(found['flips'])} bits",
        f"{number(found['found'])} found, {number(found['harmless'])} change nothing that is read, **{found['silent']} silent**"
        + (f" ({silent})" if silent else ""),
    )


def followers(found: Result) -> tuple[str, ...]:
    """F8: what follows the log."""
    return (
        "F8",
        "the warehouse's projector and the read model's follower are killed while others write; then both catch up",
        f"{found['projector_kills']} and {found['read_model_kills']} kills",
        "every table equals one that was rebuilt from the log" if found["passed"] else "**they differ**",
    )


def postgres(found: Result) -> tuple[str, ...]:
    """F1 on PostgreSQL: the server is killed."""
    return (
        "F1, F6",
        "PostgreSQL's server is stopped at once, as by a crash, under a writer; it recovers, and the request is repeated",
        f"{number(found['rounds'])} stops, {number(found['acknowledged'])} acknowledged events",
        f"{found['lost']} lost, {found['torn']} torn, {found['doubled']} doubled, {found['wrong_leaves']} wrong leaves",
    )


def updates(found: Result) -> tuple[str, ...]:
    """F7: writers on the same cases."""
    return (
        "F7",
        f"{found['writers']} writers change the same four cases on {DATABASES[found['database']]}, each at the version it has seen",
        f"{number(found['attempts'])} attempts",
        (
            f"{found['lost']} acknowledged updates lost, {found['untold']} stored and not told of; {number(found['conflicts'])} "
            f"conflicts reported, and {number(found['oracle'])} by the finished log; {found['false']} false, "
            f"{found['wrong_leaves']} wrong leaves"
        ),
    )


def recovery(found: Result) -> tuple[str, ...]:
    """F9: a large store after a kill."""
    median, p99, worst = (found[f"back_ms_{name}"] for name in ("median", "p99", "worst"))
    answered = f"after {median:g} ms (median; p99 {p99:g} ms, worst {worst:g} ms)"
    how_often = f"{number(found['rounds'])} kills, {number(found['events'])} events"
    if found["database"] == "sqlite":
        done = "a writer on a large store is killed (SQLite), beside other work; the next one answers"
        return "F9", done, how_often, f"{answered}; {found['lost']} lost"
    done = "PostgreSQL's server is stopped at once, as by a crash, under a writer on a large store; it starts, and the next answers"
    server = f"{found['server_ms_median']:g} ms of it until the server lets anybody in (worst {found['server_ms_worst']:g} ms)"
    return "F9", done, how_often, f"{answered}, {server}; {found['lost']} lost"


def restore(found: Result) -> tuple[str, ...]:
    """F10: how long a restore takes."""
    return (
        "F10",
        "a backup is restored to a verified log, and every event read with its keys, beside other work",
        f"{number(found['events'])} events, once",
        (
            f"{found['restore_seconds'] / 60:.1f} min (ten are allowed), the backup taken in {found['backup_seconds']:.0f} s; "
            f"copying the same files takes {found['copy_seconds']:.1f} s. What was recorded since the backup is lost"
        ),
    )


def backups(found: Result) -> tuple[str, ...]:
    """F11: backups during writes."""
    return (
        "F11",
        "backups are taken while another process writes, each verified against the checkpoint signed before it, and restored",
        f"{number(found['rounds'])} backups of a log that grows to {number(found['events'])} events",
        (
            f"**{number(found['good'])} of {number(found['rounds'])}** hold the signed log as their beginning, reach as far as "
            "they say, and are a prefix of the later log"
        ),
    )


def clocks(found: Result) -> tuple[str, ...]:
    """F18: clocks that jump."""
    return (
        "F18",
        "the server's clock jumps by up to three days, back and forth, between requests",
        f"{number(found['jumps'])} jumps",
        (
            f"{found['order_errors']} events out of the order of the log, "
            f"{found['deadline_errors']} limits that differ from those of a steady clock"
        ),
    )


ROW_OF: Final[Mapping[str, Callable[[Result], tuple[str, ...]]]] = {
    "kills": kills,
    "postgres": postgres,
    **dict.fromkeys(("cut-commit", "cut-checkpoint", "cut-backup", "cut-shred", "cut-normal", "cut-lie"), cut),
    **dict.fromkeys(("full-commit", "full-checkpoint", "full-shred"), failing),
    **dict.fromkeys(("broken-commit", "broken-checkpoint", "broken-shred"), failing),
    "followers": followers,
    **dict.fromkeys(("bits-events", "bits-wal", "bits-keys", "bits-backup", "bits-attachment"), bits),
    "clocks": clocks,
    **dict.fromkeys(("updates-sqlite", "updates-postgres"), updates),
    **dict.fromkeys(("recovery-sqlite", "recovery-postgres"), recovery),
    "restore": restore,
    "backups": backups,
}
"""Which row each piece makes, in the order of the page."""
