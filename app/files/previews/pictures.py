"""Pictures: drawn anew, small, with nothing of the file but its pixels."""

from __future__ import annotations

import base64
import io
import warnings
from typing import Any, BinaryIO

from PIL import Image, ImageOps

from app.files.checks.images import MOST_PIXELS, refuse_large
from app.files.previews.reasons import SIDE

Image.MAX_IMAGE_PIXELS = MOST_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)
_DEEP = ("I", "I;16", "I;16B", "F")
"""Modes with more than 8 bits a sample; of these a preview takes the upper eight."""


def small_copy(stream: BinaryIO, family: str) -> dict[str, Any]:
    """A PNG of at most `SIDE` pixels a side, upright and on white. Raises Refused."""
    with Image.open(stream, formats=[family.upper()]) as given:
        refuse_large(*given.size)
        drawn = _drawable(given)
        drawn.thumbnail((SIDE, SIDE))
        upright = ImageOps.exif_transpose(drawn).convert("RGBA")
    copy = Image.new("RGB", upright.size, "white")
    copy.paste(upright, mask=upright.getchannel("A"))
    made = io.BytesIO()
    copy.save(made, "PNG", optimize=True)
    return {"picture": base64.b64encode(made.getvalue()).decode(), "width": copy.width, "height": copy.height}


def _drawable(given: Image.Image) -> Image.Image:
    """The picture in a mode that can be made smaller without loss of its colours."""
    if given.mode in _DEEP:
        return given.convert("I").point(lambda sample: sample / 256).convert("L")
    if given.mode in ("P", "1") or "transparency" in given.info:
        return given.convert("RGBA")
    return given
