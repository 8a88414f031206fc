"""A. The conversation with those who report without logging in: a code, and messages both ways."""

from uuid import UUID

from events.base import Event, Stream, SubDuty, fact
from events.envelope import CodeHash
from events.sealing import Sealed


@fact("case.ReporterCodeIssued", Stream.CASE, Stream.HEIGHTENED_CASE, duty=SubDuty.REPORT)
class ReporterCodeIssued(Event, frozen=True, kw_only=True):
    """Whoever reported without logging in got a code, by which she comes back to the conversation.

    Opplæringslova § 12-4 andre ledd; the municipal plans (it must be possible to tell without being known).
    """

    code_hash: CodeHash
    wants_answer: bool


@fact("case.MessageFromReporter", Stream.CASE, Stream.HEIGHTENED_CASE, duty=SubDuty.REPORT)
class MessageFromReporter(Event, frozen=True, kw_only=True):
    """Whoever reported wrote more.

    Opplæringslova § 12-4 andre ledd.
    """

    body: Sealed[str]


@fact("case.MessageToReporter", Stream.CASE, Stream.HEIGHTENED_CASE, duty=SubDuty.PARTICIPATION)
class MessageToReporter(Event, frozen=True, kw_only=True):
    """The school wrote to whoever reported.

    Opplæringslova § 12-4 andre ledd.
    """

    sent_by: UUID
    body: Sealed[str]
