"""What a form is made of: sections with fields, each of a kind that says how it is asked for and read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum

import msgspec

from events.base import Event


class Kind(StrEnum):
    """How a field is asked for."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    TEXTS = "texts"
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes_no"
    YES_NO_UNKNOWN = "yes_no_unknown"
    NUMBER = "number"
    DECIMAL = "decimal"
    SCALE = "scale"
    DATE = "date"
    TIME = "time"
    MOMENT = "moment"
    ONE = "one"
    MANY = "many"
    SUGGESTED = "suggested"
    GROUP = "group"
    ROWS = "rows"
    NOT_ASKED = "not_asked"


class Refers(StrEnum):
    """Whom or what an id in a fact points at: what a picker offers."""

    STAFF = "staff"
    PUPIL = "pupil"
    ANY_PUPIL = "any_pupil"
    GUARDIAN = "guardian"
    ANYBODY = "anybody"
    MEASURE = "measure"
    DECISION = "decision"
    REFERRAL = "referral"
    EVENT = "event"
    ASSESSMENT = "assessment"
    CASE = "case"
    REQUEST = "request"
    ORDER_ITEM = "order_item"
    INSPECTION = "inspection"
    INSPECTION_ITEM = "inspection_item"
    WHEEL_TASK = "wheel_task"
    ROUTINE = "routine"
    GRANT = "grant"
    DISCLOSURE = "disclosure"
    BREACH = "breach"
    MATTER = "matter"
    SCHOOL = "school"
    TEMPLATE = "template"
    FIELD = "field"
    WEBHOOK = "webhook"
    DISPOSAL = "disposal"
    HOLD = "hold"
    ERASURE = "erasure"
    BACKUP = "backup"


class Origin(StrEnum):
    """Where the value of a field comes from when nobody is asked for it."""

    MADE = "made"
    RECORDER = "recorder"
    CONTEXT = "context"


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """One field of a form.

    ``owner`` is the class that has the field and ``name`` its name there: together they find its texts. ``options`` are the codes
    of a closed list and ``options_of`` its name. ``preset`` is the posted form of the fact's own default. ``each`` names
    the field of a row that goes through its whole closed list, ``all_rows`` that every such row must be answered. ``when`` says
    for which values of other fields this one is worth asking (a page without scripts always asks).
    """

    owner: str
    name: str
    kind: Kind
    required: bool
    origin: Origin | None = None
    refers: Refers | None = None
    options: tuple[str, ...] = ()
    options_of: str = ""
    preset: str | None = None
    least: float | None = None
    most: float | None = None
    longest: int | None = None
    fields: tuple[Field, ...] = ()
    each: str | None = None
    all_rows: bool = False
    empty_rows: int = 0
    when: Mapping[str, tuple[str, ...]] = {}

    @property
    def asked(self) -> bool:
        """Whether the form asks for it."""
        return self.kind is not Kind.NOT_ASKED


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """Fields that belong together, under the text ``section.<key>``."""

    key: str
    fields: tuple[Field, ...]


class FormSpec(msgspec.Struct, frozen=True, kw_only=True):
    """The form of one kind of fact. ``unasked`` are the fields whose value the system knows; ``guide`` names the help beside it."""

    topic: str
    cls: type[Event]
    sections: tuple[Section, ...]
    unasked: tuple[Field, ...] = ()
    guide: str | None = None

    @property
    def asked(self) -> Iterator[Field]:
        """The fields that the form asks for, in order."""
        return (field for section in self.sections for field in section.fields)
