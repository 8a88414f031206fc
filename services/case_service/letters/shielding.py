"""Under which provision what is filed about a matter is kept from the public."""

from __future__ import annotations

from typing import Final

from events.envelope import Shielding

EXEMPT: Final = Shielding(level=1, basis="offentleglova § 13, forvaltningslova § 13")
"""Personal matters: nobody who asks the journal for insight is shown them."""
