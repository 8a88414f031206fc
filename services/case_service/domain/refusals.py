"""What no stream accepts: facts that cannot be true. Each refusal has a permanent code and the text ``refusal.<code>``."""

from __future__ import annotations

from services.case_service.domain.command import Refused


class NotYetHappened(Refused):
    """It happened after the server's clock."""

    code = "FACT-001"


class KnownBeforeItHappened(Refused):
    """Nobody can know of something before it happened."""

    code = "FACT-002"


class KnownLaterThanNow(Refused):
    """Somebody learnt of it after the server's clock."""

    code = "FACT-003"


class NothingSaid(Refused):
    """A text that the fact cannot do without is blank."""

    code = "FACT-004"


class NumberTooSmall(Refused):
    """A count or a length is below the least that makes sense."""

    code = "FACT-005"


class GradeUnknown(Refused):
    """A grade outside 1 to 13."""

    code = "FACT-006"


class DatesReversed(Refused):
    """Something ends, or is evaluated, before it begins."""

    code = "FACT-007"


class NumberTooLarge(Refused):
    """A count or a length is larger than anything that can be counted here."""

    code = "FACT-008"


class ValueNotAllowed(Refused):
    """A value lies outside what its field can hold, such as 11 on a scale from 1 to 10."""

    code = "FACT-009"


class TooLongAgo(Refused):
    """It is said to have happened, or to have been known, before there was anything that a school writes down here."""

    code = "FACT-010"


class BlankText(Refused):
    """A text that may be left out is there and says nothing. Sealed, it would look as if something was said."""

    code = "FACT-011"
