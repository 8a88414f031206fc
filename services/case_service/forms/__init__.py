"""From a kind of fact to the form that asks for it, and back. Pure: no request, no store, no clock.

A form comes from the types of the fact and a layout; what is posted becomes the fact, or everything that is wrong at once.
"""

from services.case_service.forms.context import Choice, FormContext
from services.case_service.forms.field import Field, FormSpec, Kind, Origin, Refers, Section
from services.case_service.forms.posted import ADD_ROW, Posted
from services.case_service.forms.problem import FieldProblem, ForeignFieldsError
from services.case_service.forms.reading import Read, Unread, read
from services.case_service.forms.showing import ShownField, ShownForm, empty_form, field_help, field_label, place, shown
from services.case_service.forms.specs import LayoutError, form_of
from services.case_service.forms.writing import posted_form

__all__ = [
    "ADD_ROW",
    "Choice",
    "Field",
    "FieldProblem",
    "ForeignFieldsError",
    "FormContext",
    "FormSpec",
    "Kind",
    "LayoutError",
    "Origin",
    "Posted",
    "Read",
    "Refers",
    "Section",
    "ShownField",
    "ShownForm",
    "Unread",
    "empty_form",
    "field_help",
    "field_label",
    "form_of",
    "place",
    "posted_form",
    "read",
    "shown",
]
