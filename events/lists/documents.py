"""Letters and other documents of a matter."""

from enum import StrEnum


class Letter(StrEnum):
    """What a letter is for; the municipality may word each kind itself."""

    RECEIPT = "receipt"
    INVITATION = "invitation"
    PLAN = "plan"
    MINUTES = "minutes"
    DECISION = "decision"
    ANSWER = "answer"
    OTHER = "other"


class Recipient(StrEnum):
    """To whom a letter went."""

    PUPIL = "pupil"
    GUARDIANS = "guardians"
    EMPLOYEE = "employee"
    REPORTER = "reporter"
    SCHOOL_OWNER = "school_owner"
    STATSFORVALTER = "statsforvalter"
    OTHER_AUTHORITY = "other_authority"
    OTHER = "other"


class Delivery(StrEnum):
    """How a letter reached its recipient; never ordinary e-mail, which is not secure enough."""

    DIGITAL_MAIL = "digital_mail"
    PORTAL = "portal"
    HANDED_OVER = "handed_over"
    READ_ALOUD = "read_aloud"
    POST = "post"
    OTHER = "other"


class DocumentKind(StrEnum):
    """What a document is; the file itself is the event's attachment."""

    PHOTO = "photo"
    SCREENSHOT = "screenshot"
    RECORDING = "recording"
    LETTER_RECEIVED = "letter_received"
    STATEMENT = "statement"
    MINUTES = "minutes"
    REPORT = "report"
    MEDICAL = "medical"
    SCHOOL_MAP = "school_map"
    AGREEMENT = "agreement"
    OTHER = "other"
