"""One look at one log: ask, demand the proof, remember, cosign, hand over."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol

from services.integrity.notes.keys import PrivateKey
from services.integrity.notes.note import Signature, cosign
from services.integrity.witness.alarms import AlarmKind, LogMisbehavedError
from services.integrity.witness.asking import Asking, NoAnswerError
from services.integrity.witness.judging import needs_proof, read_shown, refuse_other_history
from services.integrity.witness.store import Cosigned, MovedMeanwhileError, WatchedLog, WitnessStore

BORNE_WITH: Final = timedelta(hours=1)
"""So long may a log be silent before the witness raises an alarm."""

log = logging.getLogger(__name__)


class Asked(Protocol):
    """What answers for a log."""

    def checkpoint(self) -> bytes:
        """The newest checkpoint. Raises NoAnswerError."""

    def consistency(self, old: int, new: int) -> list[bytes]:
        """The proof between two sizes. Raises NoAnswerError, LogMisbehavedError."""

    def hand_over(self, size: int, cosignatures: Sequence[Signature]) -> None:
        """Take the cosignatures. Raises NoAnswerError."""


@dataclass(frozen=True, kw_only=True)
class Looked:
    """What a look came to: the checkpoint that stands cosigned, or the fault; both are None when the log did not answer."""

    origin: str
    cosigned: Cosigned | None = None
    fault: LogMisbehavedError | None = None
    no_answer: str | None = None


class Watcher:
    """Looks at the logs of one witness. ``clock`` gives the time that stands in the cosignatures."""

    def __init__(
        self,
        store: WitnessStore,
        key: PrivateKey,
        clock: Callable[[], datetime],
        *,
        ask: Callable[[str], Asked] = Asking,
        bear_with: timedelta = BORNE_WITH,
    ) -> None:
        self._store = store
        self._key = key
        self._clock = clock
        self._ask = ask
        self._bear_with = bear_with
        self._first_looked: dict[str, datetime] = {}

    def look_at_all(self) -> tuple[Looked, ...]:
        """Look at every log once; what one of them does keeps no other from being looked at."""
        return tuple(self.look(one) for one in self._store.logs())

    def look(self, watched: WatchedLog) -> Looked:
        """Look at one log."""
        now = self._clock()
        self._first_looked.setdefault(watched.origin, now)
        try:
            cosigned = self._cosign_what_continues(watched)
        except NoAnswerError as error:
            return self._silent(watched, str(error))
        except MovedMeanwhileError:
            return Looked(origin=watched.origin, cosigned=self._store.last(watched.origin))
        except LogMisbehavedError as fault:
            self._store.answered(watched.origin, now)
            return self._alarmed(watched, fault, now)
        self._store.answered(watched.origin, now)
        return Looked(origin=watched.origin, cosigned=cosigned)

    def _cosign_what_continues(self, watched: WatchedLog) -> Cosigned:
        asked = self._ask(watched.url)
        last = self._store.last(watched.origin)
        seen = None if last is None else last.checkpoint
        shown = read_shown(asked.checkpoint(), origin=watched.origin, keys=watched.keys)
        proof = asked.consistency(seen.size, shown.checkpoint.size) if seen and needs_proof(seen, shown.checkpoint) else []
        refuse_other_history(seen, shown, proof)
        now = self._clock()
        cosignature = cosign(shown.note, self._key, int(now.timestamp()))
        by_log = tuple(one.signature for one in shown.by_log)
        note = type(shown.note)(text=shown.note.text, signatures=(*by_log, cosignature))
        # Remembered before anybody is told: a cosignature that left this machine is never forgotten.
        self._store.keep(note, after=seen, at=now)
        asked.hand_over(shown.checkpoint.size, [cosignature])
        return Cosigned(checkpoint=shown.checkpoint, note=note, at=now)

    def _alarmed(self, watched: WatchedLog, fault: LogMisbehavedError, now: datetime) -> Looked:
        if self._store.raise_alarm(watched.origin, fault, now):
            log.error("alarm: %s %s: %s", watched.origin, fault.kind.value, fault.reason)
        return Looked(origin=watched.origin, fault=fault)

    def _silent(self, watched: WatchedLog, why: str) -> Looked:
        now = self._clock()
        since = watched.answered_at or self._first_looked[watched.origin]
        if now - since >= self._bear_with:
            fault = LogMisbehavedError(AlarmKind.SILENT, f"No answer since {since.isoformat(timespec='seconds')}: {why}")
            return self._alarmed(watched, fault, now)
        log.warning("%s: %s", watched.origin, why)
        return Looked(origin=watched.origin, no_answer=why)
