"""What a form can point at in its matter: measures by their titles, decisions, referrals, earlier events."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from events.avvik import AvvikMeasureDecided
from events.base import Stream
from events.best_interest import BestInterestAssessed
from events.disclosure import DisclosureRequested
from events.enforcement import OrderItemIssued, StatsforvalterRequestedInformation
from events.envelope import Recorded
from events.plan import MeasureAdded
from events.reactions import AdvanceNoticeSent, IndividualDecisionMade, Referred
from services.case_service.forms import Choice, Refers, field_label, form_of
from services.case_service.http.belonging import events_of_the_case
from services.case_service.http.case_access import Matter, may_open
from services.case_service.http.languages import current_language, t
from services.case_service.http.web import the_desk
from services.case_service.rights import Action
from services.case_service.timeline import Lane, lane_of
from services.compliance.explain import day_text
from services.compliance.measure_library import templates
from texts import label, text
from texts.case_number import case_number

LONGEST: Final = 80
CASES_OFFERED: Final = 200


def things(matter: Matter) -> Mapping[Refers, Callable[[], tuple[Choice, ...]]]:
    """What each picker offers, made when a form asks for it."""
    return {
        Refers.MEASURE: lambda: _from(matter, _measure),
        Refers.DECISION: lambda: _from(matter, _decision),
        Refers.REFERRAL: lambda: _from(matter, _referral),
        Refers.ASSESSMENT: lambda: _from(matter, _assessment),
        Refers.REQUEST: lambda: _from(matter, _request),
        Refers.ORDER_ITEM: lambda: _from(matter, _order_item),
        Refers.DISCLOSURE: lambda: _from(matter, _disclosure),
        Refers.EVENT: lambda: tuple(_events(matter)),
        Refers.CASE: lambda: tuple(_cases(matter)),
        Refers.SCHOOL: _schools,
        Refers.TEMPLATE: _templates,
    }


def event_title(one: Recorded) -> str:
    """What happened and when, on one line."""
    day = day_text(one.envelope.occurred_at, current_language())
    return f"{text(f'event.{one.topic}', current_language())}, {day}"


def field_choices(matter: Matter, event_id: object) -> tuple[Choice, ...]:
    """The fields of an event of the matter, by what they are called; those that were not filled in may be missing information."""
    for one in matter.recorded:
        if str(one.envelope.event_id) == str(event_id):
            fields = form_of(one.topic).asked
            return tuple(Choice(value=field.name, text=field_label(field, current_language())) for field in fields)
    return ()


def _events(matter: Matter) -> Iterator[Choice]:
    """The matter's own events; what answers an order of Statsforvalteren is found in the case, sorted as its picture is."""
    yield from (Choice(value=str(one.envelope.event_id), text=event_title(one)) for one in matter.recorded)
    if matter.row.stream is not Stream.ENFORCEMENT:
        return
    found = [one.recorded for one in events_of_the_case(matter)]
    for lane in Lane:
        for one in reversed(found):
            if lane_of(one.topic) is lane:
                yield Choice(value=str(one.envelope.event_id), text=_with_files(one), group=t(f"timeline.lane.{lane.value}"))


def _with_files(one: Recorded) -> str:
    files = len(one.envelope.attachments)
    return f"{event_title(one)} ({t('enforcement.with_files', n=files)})" if files else event_title(one)


def _from(matter: Matter, told: Callable[[Matter, Recorded], tuple[Any, str] | None]) -> tuple[Choice, ...]:
    """The things that the matter's events tell of; of two with the same id the later one says what it is."""
    found = (told(matter, one) for one in matter.recorded)
    return tuple(Choice(value=value, text=words) for value, words in {str(thing[0]): thing[1] for thing in found if thing}.items())


def _measure(_: Matter, one: Recorded) -> tuple[Any, str] | None:
    match one.event:
        case MeasureAdded(measure=measure, title=title):
            return measure, _short(title)
        case AvvikMeasureDecided(measure=measure, description=description):
            return measure, _short(description)
    return None


def _decision(_: Matter, one: Recorded) -> tuple[Any, str] | None:
    match one.event:
        case AdvanceNoticeSent(decision=decision, kind=kind) | IndividualDecisionMade(decision=decision, kind=kind):
            return decision, _dated(one, label(kind, current_language()))
    return None


def _referral(_: Matter, one: Recorded) -> tuple[Any, str] | None:
    match one.event:
        case Referred(referral=referral, target=target):
            return referral, _dated(one, label(target, current_language()))
    return None


def _assessment(matter: Matter, one: Recorded) -> tuple[Any, str] | None:
    match one.event:
        case BestInterestAssessed(pupil=pupil):
            return one.envelope.event_id, _dated(one, matter.pupil_name(pupil))
    return None


def _request(_: Matter, one: Recorded) -> tuple[Any, str] | None:
    match one.event:
        case StatsforvalterRequestedInformation(request=request):
            return request, event_title(one)
    return None


def _order_item(_: Matter, one: Recorded) -> tuple[Any, str] | None:
    match one.event:
        case OrderItemIssued(item=item, text=words):
            return item, _short(words)
    return None


def _disclosure(_: Matter, one: Recorded) -> tuple[Any, str] | None:
    match one.event:
        case DisclosureRequested(request=request):
            return request, event_title(one)
    return None


def _cases(matter: Matter) -> Iterator[Choice]:
    """The school's other open cases that the recorder may open herself: a link is itself sensitive."""
    school = matter.row.school
    if school is None:
        return
    rows = the_desk().read_model.matters(schools=[school], streams=(Stream.CASE,), limit=CASES_OFFERED).rows
    for row in rows:
        if row.stream_id != matter.row.stream_id and may_open(row, Action.SEE_CONTENT):
            name = the_desk().names.pupil(row.pupil) if row.pupil is not None else t("record.name_unknown")
            yield Choice(value=str(row.stream_id), text=f"{case_number(row.stream_id)} {name}")


def _schools() -> tuple[Choice, ...]:
    rows = the_desk().read_model.schools()
    return tuple(Choice(value=row.orgnr, text=row.name) for row in rows if row.discontinued_on is None)


def _templates() -> tuple[Choice, ...]:
    return tuple(Choice(value=one.id, text=one.title.in_(current_language())) for one in templates())


def _dated(one: Recorded, words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}, {day_text(one.envelope.occurred_at, current_language())}"


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1].rstrip()}…"
