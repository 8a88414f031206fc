"""Access, privacy and archive."""

from enum import StrEnum


class Purpose(StrEnum):
    """Why content is read (opplæringsforskrifta § 20-2)."""

    CASE_HANDLING = "case_handling"
    CARRY_OUT_MEASURE = "carry_out_measure"
    SUPERVISION_BY_OWNER = "supervision_by_owner"
    AUDIT = "audit"
    ARCHIVE = "archive"
    DISCLOSURE = "disclosure"
    OWN_CASE = "own_case"
    EMERGENCY = "emergency"


class ReadingSignal(StrEnum):
    """Why somebody's reading is looked at. Each can have a good reason; a person finds out."""

    MANY_MATTERS = "many_matters"
    NO_TASK = "no_task"
    LONG_CLOSED = "long_closed"
    SAME_SURNAME = "same_surname"
    CHILD_OF_COLLEAGUE = "child_of_colleague"
    OWN_CHILD = "own_child"


class DenialGround(StrEnum):
    """Why access is denied, whatever the role says."""

    SUSPECTED_IN_CASE = "suspected_in_case"
    PARTY_OR_RELATIVE = "party_or_relative"
    CONFLICT_OF_INTEREST = "conflict_of_interest"
    TRAINING_NOT_ATTESTED = "training_not_attested"
    SECRET_ADDRESS = "secret_address"  # noqa: S105 - an address, no password
    NO_PARENTAL_RESPONSIBILITY = "no_parental_responsibility"


class RemovalGround(StrEnum):
    """Why a grant ended."""

    EXPIRED = "expired"
    NO_LONGER_NEEDED = "no_longer_needed"
    ROLE_CHANGED = "role_changed"
    MISUSE = "misuse"


class DisclosureBasis(StrEnum):
    """On what basis somebody asks for information."""

    PUBLIC_ACCESS = "public_access"
    PARTY_ACCESS = "party_access"
    DATA_SUBJECT = "data_subject"
    STATSFORVALTER = "statsforvalter"
    POLICE = "police"
    COURT = "court"
    OWN_CONTROL = "own_control"


class DisclosureOutcome(StrEnum):
    """How a request was answered."""

    GRANTED = "granted"
    PARTLY = "partly"
    REFUSED = "refused"


class DisposalBasis(StrEnum):
    """Why something may be destroyed; a school-environment case is as a rule preserved."""

    RETENTION_LAPSED = "retention_lapsed"
    REGISTERED_IN_ERROR = "registered_in_error"
    HANDED_OVER_TO_ARCHIVE = "handed_over_to_archive"


class HoldGround(StrEnum):
    """Why content must be kept although its time is out (GDPR article 17 (3) e; arkivlova § 9)."""

    LEGAL_CLAIM = "legal_claim"
    SUPERVISION = "supervision"
    POLICE = "police"
    ARCHIVE_AUTHORITY = "archive_authority"


class ErasureOutcome(StrEnum):
    """What somebody who asked for erasure was answered (GDPR article 17)."""

    REFUSED_PRESERVED = "refused_preserved"
    REFUSED_LEGAL_CLAIM = "refused_legal_claim"
    DISPOSED_EARLIER = "disposed_earlier"


class BlockKind(StrEnum):
    """What is blocked for a person; a manual block outranks any import."""

    NO_ACCESS_TO_CHILD = "no_access_to_child"
    SECRET_ADDRESS = "secret_address"  # noqa: S105 - an address, no password
    NO_CONTACT = "no_contact"


class LoginAct(StrEnum):
    """What somebody who administrates did with another person's login."""

    GIVEN = "given"
    PASSWORD_RESET = "password_reset"  # noqa: S105 - a code, no password
    SECOND_FACTOR_RESET = "second_factor_reset"
    SESSIONS_ENDED = "sessions_ended"
    CLOSED = "closed"
    OPENED = "opened"


class BreachSeverity(StrEnum):
    """How serious a personal-data breach is (GDPR articles 33 and 34)."""

    NOT_NOTIFIABLE = "not_notifiable"
    NOTIFY_AUTHORITY = "notify_authority"
    NOTIFY_AUTHORITY_AND_SUBJECTS = "notify_authority_and_subjects"
