"""What people have written and not yet recorded: sealed, theirs alone, and gone after two weeks."""

from services.case_service.drafts.drafts import KEPT, Draft, DraftPlace, Drafts, DraftTooLargeError
from services.case_service.drafts.sealing import DraftKeys

__all__ = ["KEPT", "Draft", "DraftKeys", "DraftPlace", "DraftTooLargeError", "Drafts"]
