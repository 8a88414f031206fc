"""What is not accepted of the municipality's decisions."""

from __future__ import annotations

from services.case_service.domain.command import Refused


class TemplateVersionTaken(Refused):
    """The letter has this version already, or a later one."""

    code = "MUN-001"


class RulebookVersionTaken(Refused):
    """The rulebook has this version already, or a later one."""

    code = "MUN-002"


class RulebookChangedOnTheWay(Refused):
    """The hash is not the one of the rulebook's text."""

    code = "MUN-003"


class CasesArePreserved(Refused):
    """What belongs to a case is preserved; only working notes have an end (arkivforskrifta § 3)."""

    code = "MUN-004"


class WebhookExists(Refused):
    """A webhook has, or had, this id."""

    code = "MUN-005"


class UnknownWebhook(Refused):
    """No webhook in use has this id."""

    code = "MUN-006"


class NotSecure(Refused):
    """Another system is told over an encrypted connection only."""

    code = "MUN-007"


class UnknownKindOfEvent(Refused):
    """Nothing of that kind can happen in Varde."""

    code = "MUN-008"


class OlderKeyStore(Refused):
    """The key store counts less than the log has noted: it is an older copy."""

    code = "MUN-009"
