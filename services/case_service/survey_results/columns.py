"""Which column of a published file is which, by its heading."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from events.lists.investigation import SurveyIndicator
from services.case_service.survey_results.faults import Fault, FileFaultError

SCHOOL: Final = frozenset(
    {"organisasjonsnummer", "orgnr", "orgnummer", "organisasjonsnummerenhet", "enhetsnummer", "enhetorgnr", "skoleorgnr"}
)
YEAR: Final = frozenset({"skoleår", "skolear", "skoleaar", "skoleårnavn", "tidsperiode", "periode", "år", "aar"})
GRADE: Final = frozenset({"trinn", "trinnnavn", "årstrinn", "aarstrinn", "klassetrinn", "trinnkode"})
INDICATOR: Final = frozenset({"indikator", "indikatornavn", "spørsmålsgruppe", "indeks", "indikatorognøkkeltall", "tema"})
VALUE: Final = frozenset({"verdi", "score", "andel", "resultat", "snitt", "gjennomsnitt", "skår"})
ANSWERED: Final = frozenset({"antallbesvart", "antallsvar", "besvart", "antallrespondenter", "antallelever", "svart"})
GENDER: Final = frozenset({"kjønn", "kjonn", "kjønnnavn"})

INDICATORS: Final[Mapping[str, SurveyIndicator]] = {
    "trivsel": SurveyIndicator.WELLBEING,
    "trygtmiljø": SurveyIndicator.SAFE_ENVIRONMENT,
    "trygtskolemiljø": SurveyIndicator.SAFE_ENVIRONMENT,
    "støttefralærerne": SurveyIndicator.SUPPORT_FROM_TEACHERS,
    "støttefralærer": SurveyIndicator.SUPPORT_FROM_TEACHERS,
    "støttefralærarane": SurveyIndicator.SUPPORT_FROM_TEACHERS,
    "støttehjemmefra": SurveyIndicator.SUPPORT_FROM_HOME,
    "støtteheimefrå": SurveyIndicator.SUPPORT_FROM_HOME,
    "fellesregler": SurveyIndicator.COMMON_RULES,
    "fellesreglar": SurveyIndicator.COMMON_RULES,
    "læringskultur": SurveyIndicator.LEARNING_CULTURE,
    "elevdemokratiogmedvirkning": SurveyIndicator.PUPIL_PARTICIPATION,
    "elevdemokratiogmedverknad": SurveyIndicator.PUPIL_PARTICIPATION,
    "mobbet": SurveyIndicator.BULLIED,
    "mobba": SurveyIndicator.BULLIED,
    "andelmobbet": SurveyIndicator.BULLIED,
    "andelsomharopplevdmobbing": SurveyIndicator.BULLIED,
    "mobbetavandreeleverpåskolen": SurveyIndicator.BULLIED_AT_SCHOOL_BY_PUPILS,
    "mobbaavandreelevarpåskolen": SurveyIndicator.BULLIED_AT_SCHOOL_BY_PUPILS,
    "mobbetpåskolen": SurveyIndicator.BULLIED_AT_SCHOOL_BY_PUPILS,
    "mobbetdigitalt": SurveyIndicator.BULLIED_DIGITALLY,
    "mobbadigitalt": SurveyIndicator.BULLIED_DIGITALLY,
    "digitalmobbing": SurveyIndicator.BULLIED_DIGITALLY,
    "mobbetavvoksnepåskolen": SurveyIndicator.BULLIED_BY_ADULTS,
    "mobbaavvaksnepåskolen": SurveyIndicator.BULLIED_BY_ADULTS,
    "mobbetavvoksne": SurveyIndicator.BULLIED_BY_ADULTS,
}
"""What the survey calls the numbers about the school environment, with small letters alone. Its other numbers are left out."""

_ASIDE = re.compile(r"\([^)]*\)|%")
_NO_LETTER = re.compile(r"[\W_\d]+")


class Columns(msgspec.Struct, frozen=True, kw_only=True):
    """Where what stands, by place in a line.

    ``long``: the place of the indicator's name and of its value, in a file with one number per line; else ``wide`` holds the
    place of each indicator's numbers.
    """

    headings: tuple[str, ...]
    school: int
    year: int
    grade: int | None
    answered: int | None
    gender: int | None
    long: tuple[int, int] | None
    wide: Mapping[int, SurveyIndicator]

    def name(self, place: int) -> str:
        """The heading of a column."""
        return self.headings[place]


def plain(written: str) -> str:
    """A heading, or the name of an indicator, in small letters without what stands between and around them."""
    return _NO_LETTER.sub("", _ASIDE.sub("", written).casefold())


def indicator_called(written: str) -> SurveyIndicator | None:
    """The indicator of a name; also of its code, as Varde writes it itself. None for what Varde does not keep."""
    named = INDICATORS.get(plain(written))
    if named is not None:
        return named
    try:
        return SurveyIndicator(written.strip())
    except ValueError:
        return None


def columns_of(headings: Sequence[str]) -> Columns:
    """Which column is which. Raises FileFaultError when one that must be there is missing."""
    plainly = [plain(one) for one in headings]

    def place(names: frozenset[str]) -> int | None:
        return next((at for at, name in enumerate(plainly) if name in names), None)

    school, year, indicator, value = place(SCHOOL), place(YEAR), place(INDICATOR), place(VALUE)
    if school is None:
        raise FileFaultError(Fault(code="no_school_column", line=1))
    if year is None:
        raise FileFaultError(Fault(code="no_year_column", line=1))
    long = None if indicator is None or value is None else (indicator, value)
    wide = {} if long else {at: found for at, one in enumerate(headings) if (found := indicator_called(one)) is not None}
    if long is None and not wide:
        raise FileFaultError(Fault(code="no_indicators", line=1))
    return Columns(
        headings=tuple(headings),
        school=school,
        year=year,
        grade=place(GRADE),
        answered=place(ANSWERED),
        gender=place(GENDER),
        long=long,
        wide=wide,
    )
