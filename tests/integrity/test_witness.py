"""A witness cosigns what continues, remembers it, and says loudly what does not (C2SP tlog-witness, tlog-cosignature)."""

import json
import urllib.error
import urllib.request
from datetime import UTC, datetime, timedelta

import pytest
from log_server import MemoryLog, answering

from services.integrity.notes import KeyKind, new_key, read_note, verified
from services.integrity.witness.alarms import AlarmKind
from services.integrity.witness.asking import AddressError, Asking
from services.integrity.witness.serving import served
from services.integrity.witness.store import MovedMeanwhileError, UnknownLogError, WitnessStore
from services.integrity.witness.watching import Watcher

START = datetime(2026, 3, 2, 9, tzinfo=UTC)


class Day:
    """A clock that is set by hand."""

    def __init__(self):
        self.now = START

    def __call__(self):
        return self.now

    def later(self, **much):
        self.now += timedelta(**much)


@pytest.fixture
def day():
    return Day()


@pytest.fixture
def log():
    made = MemoryLog()
    made.grow("a", "b", "c")
    return made


@pytest.fixture
def url(log):
    with answering(log) as address:
        yield address


@pytest.fixture
def store(tmp_path, log, url):
    kept = WitnessStore(tmp_path / "witness" / "witness.sqlite")
    kept.watch(log.origin, url, log.keys)
    return kept


@pytest.fixture
def key():
    return new_key("witness.example/vestland", KeyKind.COSIGNATURE)


@pytest.fixture
def watcher(store, key, day):
    return Watcher(store, key, day)


def look(watcher):
    (looked,) = watcher.look_at_all()
    return looked


def standing(store):
    return [one.kind for one in store.alarms(standing_only=True)]


def test_what_grows_is_cosigned_and_handed_back(watcher, log, key, store, day):
    assert look(watcher).cosigned.checkpoint.size == 3
    log.grow("d", "e")
    day.later(minutes=5)
    assert look(watcher).cosigned.checkpoint.size == 5

    note = read_note(log.checkpoint()).with_signatures(log.taken[5])
    (signed,) = verified(note, [key.public_key])
    assert signed.at == int(day.now.timestamp())
    assert standing(store) == []
    assert [one.checkpoint.size for one in store.history(log.origin)] == [5, 3]


def test_a_log_that_stands_still_is_cosigned_with_the_new_time(watcher, log, store, day):
    look(watcher)
    day.later(hours=3)
    look(watcher)
    assert store.last(log.origin).at == day.now
    assert len(store.history(log.origin)) == 1


def test_an_empty_log_is_cosigned_and_may_grow(watcher, log, store):
    log.entries.clear()
    assert look(watcher).cosigned.checkpoint.size == 0
    assert look(watcher).cosigned.checkpoint.size == 0
    log.grow("a")
    assert look(watcher).cosigned.checkpoint.size == 1
    assert standing(store) == []


def test_another_history_is_not_cosigned(watcher, log, store):
    look(watcher)
    log.entries[1] = "B"
    log.grow("d")
    assert look(watcher).fault.kind is AlarmKind.FORKED
    assert store.last(log.origin).checkpoint.size == 3
    assert 4 not in log.taken


def test_another_history_of_the_same_length_is_not_cosigned(watcher, log, store):
    look(watcher)
    log.entries[2] = "C"
    assert look(watcher).fault.kind is AlarmKind.FORKED
    assert standing(store) == [AlarmKind.FORKED]


def test_a_shorter_log_is_not_cosigned(watcher, log, store):
    look(watcher)
    del log.entries[2:]
    assert look(watcher).fault.kind is AlarmKind.ROLLED_BACK
    assert standing(store) == [AlarmKind.ROLLED_BACK]


def test_a_log_that_was_put_back_and_has_grown_past_is_not_cosigned(watcher, log):
    look(watcher)
    del log.entries[2:]
    log.grow("x", "y", "z")
    assert look(watcher).fault.kind is AlarmKind.FORKED


def test_a_checkpoint_by_another_key_is_not_cosigned(watcher, log):
    look(watcher)
    log.key = new_key(log.origin)
    log.grow("d")
    assert look(watcher).fault.kind is AlarmKind.NOT_SIGNED


def test_after_the_keys_were_rotated_the_old_one_makes_no_new_checkpoint(watcher, log, store, url):
    look(watcher)
    old, log.key = log.key, new_key(log.origin)
    store.watch(log.origin, url, log.keys.rotated(log.key.public_key, 3))
    log.grow("d")
    assert look(watcher).cosigned.checkpoint.size == 4
    log.key = old
    log.grow("e")
    assert look(watcher).fault.kind is AlarmKind.NOT_SIGNED


@pytest.mark.parametrize("shown", [b"", b"<html>", b"\xff\xfe", b"a\nb\nc\n\n\xe2\x80\x94 x AAAAAAAA\n"])
def test_what_is_no_checkpoint_is_not_cosigned(watcher, log, store, shown):
    look(watcher)
    log.shows = shown
    assert look(watcher).fault.kind is AlarmKind.MALFORMED
    assert store.last(log.origin).checkpoint.size == 3


@pytest.mark.parametrize(
    ("proof", "kind"),
    [
        (b"", AlarmKind.FORKED),
        (b"AAAA\n", AlarmKind.FORKED),
        (b"not a proof\n", AlarmKind.MALFORMED),
        (b"AAAA\n" * 64, AlarmKind.MALFORMED),
    ],
)
def test_a_proof_that_proves_nothing_is_not_believed(watcher, log, proof, kind):
    look(watcher)
    log.grow("d")
    log.proves = proof
    assert look(watcher).fault.kind is kind


def test_silence_is_borne_with_for_an_hour_and_then_told(watcher, log, store, day):
    look(watcher)
    log.answers = False
    day.later(minutes=59)
    assert look(watcher).no_answer
    assert standing(store) == []
    day.later(minutes=1)
    assert look(watcher).fault.kind is AlarmKind.SILENT
    log.answers = True
    look(watcher)
    assert standing(store) == []
    assert store.alarms()[0].ended_because == "answered"


def test_a_log_that_never_answered_is_silent_too(watcher, log, day):
    log.answers = False
    look(watcher)
    day.later(hours=1)
    assert look(watcher).fault.kind is AlarmKind.SILENT


def test_one_misdeed_is_one_alarm_with_its_evidence_however_often_it_is_seen(watcher, log, store, day):
    look(watcher)
    log.entries[1] = "B"
    log.grow("d")
    shown = log.checkpoint().decode()
    look(watcher)
    day.later(minutes=1)
    look(watcher)
    (alarm,) = store.alarms()
    assert (alarm.raised_at, alarm.last_at, alarm.evidence) == (START, day.now, shown)


def test_an_alarm_stands_although_the_log_behaves_again(watcher, log, store):
    look(watcher)
    last = log.entries.pop()
    look(watcher)
    log.grow(last)
    assert look(watcher).cosigned.checkpoint.size == 3
    assert standing(store) == [AlarmKind.ROLLED_BACK]


def test_a_roll_back_that_was_accounted_for_goes_on_from_an_older_checkpoint_and_is_never_forgotten(watcher, log, store, day):
    look(watcher)
    log.grow("d", "e")
    look(watcher)
    del log.entries[4:]
    log.grow("x")
    assert look(watcher).fault.kind is AlarmKind.FORKED

    assert store.begin_again(log.origin, 4, "restored after a fire", day.now).size == 3
    assert look(watcher).cosigned.checkpoint.size == 5
    assert standing(store) == []
    (again,) = store.begun_again(log.origin)
    assert (again.from_size, again.to_size, again.reason) == (5, 3, "restored after a fire")
    assert store.alarms()[0].ended_because == "restored after a fire"
    assert sorted(one.checkpoint.size for one in store.history(log.origin)) == [3, 3, 5, 5]


def test_after_a_roll_back_past_everything_seen_a_log_begins_anew(watcher, log, store, day):
    look(watcher)
    log.entries[:] = ["x", "y"]
    assert look(watcher).fault.kind is AlarmKind.ROLLED_BACK
    assert store.begin_again(log.origin, 2, "a new start", day.now).size == 0
    assert look(watcher).cosigned.checkpoint.size == 2


def test_two_processes_of_a_witness_never_cosign_two_histories(watcher, log, store):
    look(watcher)
    before = store.last(log.origin).checkpoint
    log.grow("d")
    look(watcher)
    with pytest.raises(MovedMeanwhileError):
        store.keep(read_note(log.checkpoint()), after=before, at=START)


def test_a_witness_remembers_after_it_was_started_again(tmp_path, watcher, log, key, day):
    look(watcher)
    log.entries[0] = "A"
    log.grow("d")
    again = Watcher(WitnessStore(tmp_path / "witness" / "witness.sqlite"), key, day)
    assert look(again).fault.kind is AlarmKind.FORKED


def test_several_municipalities_do_not_disturb_each_other(watcher, log, store):
    other = MemoryLog("varde.example/fjellvik")
    other.grow("1", "2")
    with answering(other) as address:
        store.watch(other.origin, address, other.keys)
        log.shows = b"nonsense"
        looked = {one.origin: one for one in watcher.look_at_all()}
    assert looked[other.origin].cosigned.checkpoint.size == 2
    assert looked[log.origin].fault.kind is AlarmKind.MALFORMED


def test_a_witness_forgets_nothing(watcher, store):
    look(watcher)
    with pytest.raises(Exception, match="forgets nothing"), store._tables.change() as db:
        db.execute("DELETE FROM cosigned")


def test_whoever_asks_is_told_what_was_seen(watcher, log, store, key):
    look(watcher)
    log.entries[0] = "A"
    look(watcher)
    with served(store, key.public_key, "127.0.0.1", 0) as port:

        def ask(path):
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
                return answer.read().decode()

        assert ask("/key") == f"{key.public_key.vkey}\n"
        assert verified(read_note(ask(f"/checkpoint?origin={log.origin}")), [key.public_key])
        assert [one["kind"] for one in json.loads(ask("/alarms"))] == ["forked"]
        assert json.loads(ask("/logs"))[0]["size"] == 3
        for path in ("/checkpoint?origin=nobody", "/nothing"):
            with pytest.raises(urllib.error.HTTPError, match="404"):
                ask(path)


@pytest.mark.parametrize("address", ["", "file:///etc/passwd", "ftp://x", "varde.example", "http://", "http://x/?q"])
def test_only_a_web_server_is_asked(address):
    with pytest.raises(AddressError):
        Asking(address)


def test_a_log_that_nobody_watches_is_told_by_name(store):
    with pytest.raises(UnknownLogError, match="nobody"):
        store.begin_again("nobody", 1, "why", START)
