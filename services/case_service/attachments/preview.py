"""A small copy of a photo, made anew: without its place, its camera or anything else that lay hidden in the file."""

from __future__ import annotations

import io
from typing import Final

from PIL import Image, ImageOps

LONGEST_SIDE: Final = 1600
QUALITY: Final = 82


def preview(content: bytes) -> bytes:
    """A JPEG of the photo, turned upright, of at most 1600 pixels a side. ``content`` has passed inspection."""
    with Image.open(io.BytesIO(content)) as picture:
        upright = ImageOps.exif_transpose(picture)
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        out = io.BytesIO()
        upright.convert("RGB").save(out, "JPEG", quality=QUALITY)
    return out.getvalue()
