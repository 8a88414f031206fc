"""What the record of access, privacy and archive does not accept."""

from __future__ import annotations

from services.case_service.domain.command import Refused


class PersonShutOut(Refused):
    """Whoever is shut out of a case gets no access to it, whatever her role; this outranks every grant."""

    code = "ACC-001"


class GrantExists(Refused):
    """A grant has this id already."""

    code = "ACC-002"


class UnknownGrant(Refused):
    """No grant has this id."""

    code = "ACC-003"


class GrantEndedAlready(Refused):
    """The grant has ended already."""

    code = "ACC-004"


class GrantOfAnother(Refused):
    """The grant was given to another person."""

    code = "ACC-005"


class EmergencyShutOut(Refused):
    """Not even an emergency opens a case for whoever is shut out of it."""

    code = "ACC-006"


class EmergencyEndsBeforeItBegins(Refused):
    """Access in an emergency ends after it begins."""

    code = "ACC-007"


class DisclosureRequestExists(Refused):
    """A request for disclosure has this id already."""

    code = "ACC-008"


class UnknownDisclosureRequest(Refused):
    """No request for disclosure has this id."""

    code = "ACC-009"


class TooFewApprovers(Refused):
    """Nothing is destroyed without two different approvers."""

    code = "ACC-010"


class DisposedAlready(Refused):
    """Content of that class is destroyed already."""

    code = "ACC-011"


class BreachExists(Refused):
    """A breach has this id already."""

    code = "ACC-012"


class UnknownBreach(Refused):
    """No breach has this id."""

    code = "ACC-013"


class NotBlocked(Refused):
    """The person is not blocked in that way from the child."""

    code = "ACC-014"


class GrantEndsBeforeItBegins(Refused):
    """A grant lasts at least the day on which it is given."""

    code = "ACC-015"


class NotShutOut(Refused):
    """The person is not shut out of the case on that ground."""

    code = "ACC-016"


class NoEmergencyToReview(Refused):
    """The person has taken no access to the case in an emergency."""

    code = "ACC-017"


class PreservedContent(Refused):
    """What is preserved has no time that runs out: it is destroyed only when it was registered in error or handed over."""

    code = "ACC-018"


class ContentHeld(Refused):
    """A claim, a supervision or an investigation needs the content."""

    code = "ACC-019"


class DisposalOfOtherContent(Refused):
    """The disposal that was proposed is of other content, or on another basis, than the one that is approved."""

    code = "ACC-020"


class ApprovedByHerAlready(Refused):
    """Whoever approved a disposal cannot approve it once more: the second approval is another person's."""

    code = "ACC-021"


class DisposalProposedAlready(Refused):
    """A disposal of that content waits already."""

    code = "ACC-022"


class NoDisposalToStop(Refused):
    """There is no such disposal that waits; what is destroyed cannot be brought back."""

    code = "ACC-023"


class HoldExists(Refused):
    """A hold has this id already."""

    code = "ACC-024"


class UnknownHold(Refused):
    """No hold with this id stands."""

    code = "ACC-025"


class ErasureRequestExists(Refused):
    """A request for erasure has this id already."""

    code = "ACC-026"


class NoErasureToAnswer(Refused):
    """No request for erasure with this id waits for an answer."""

    code = "ACC-027"
