"""Cut the variable Inter font into files by script, so that a page loads the letters it shows.

Inter is under the SIL Open Font License 1.1, which allows subsets. Weights 400 to 700 stay variable.
"""

from __future__ import annotations

from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from tools import places
from tools.steps import fingerprint

SCRIPTS = {
    "latin": "U+20-7E,U+A0-FF,U+131,U+152-153,U+2DA,U+2DC,U+2010-2027,U+2030,U+2032-2033,U+2039-203A,U+2044,"
    "U+20AC,U+2122,U+2190-2193,U+2212,U+2248,U+2264-2265",
    "latin-extended": "U+100-130,U+132-151,U+154-24F",
    "greek": "U+370-3FF,U+1F00-1FFF",
    "cyrillic": "U+400-52F",
}
"""Which characters stand in which file, in the words of CSS `unicode-range`."""

FEATURES = ["kern", "liga", "calt", "tnum", "ccmp", "locl", "mark", "mkmk"]
WEIGHTS = (400, 700)
READING_SIZE = 14
"""Optical size, in points, of the text cut; the display cut is left out."""

FOLDER = places.PACKAGES / "fonts"
PAPER = "paper"


def cut_fonts(source: Path) -> dict[str, Path]:
    """The font file of each script, and under `paper` one of all: what is printed cannot choose by characters.

    Cut anew only when the font or this file has changed.
    """
    stamp = FOLDER / "inputs"
    due = fingerprint([source, Path(__file__)])
    ranges = {**SCRIPTS, PAPER: ",".join(SCRIPTS.values())}
    targets = {script: FOLDER / f"inter-{script}.woff2" for script in ranges}
    is_done = stamp.exists() and stamp.read_text() == due and all(path.exists() for path in targets.values())
    if not is_done:
        FOLDER.mkdir(parents=True, exist_ok=True)
        for script, target in targets.items():
            _cut(source, ranges[script], target)
        stamp.write_text(due)
    return targets


def _cut(source: Path, unicode_range: str, target: Path) -> None:
    font = TTFont(source, recalcTimestamp=False)
    options = Options(layout_features=FEATURES, hinting=False, notdef_outline=True)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=sorted(code_points(unicode_range)))
    subsetter.subset(font)
    instantiateVariableFont(font, {"opsz": READING_SIZE, "wght": WEIGHTS}, inplace=True)
    font.flavor = "woff2"
    font.save(target)


def code_points(unicode_range: str) -> set[int]:
    """The characters of a CSS `unicode-range`."""
    points: set[int] = set()
    for part in unicode_range.split(","):
        first, _, last = part.strip().removeprefix("U+").partition("-")
        points.update(range(int(first, 16), int(last or first, 16) + 1))
    return points


def font_faces(address: dict[str, str]) -> str:
    """The `@font-face` rules, given each script's address."""
    return "".join(
        f"@font-face{{font-family:Inter;font-style:normal;font-weight:{WEIGHTS[0]} {WEIGHTS[1]};"
        "font-display:swap;"
        f'src:url({address[script]}) format("woff2");unicode-range:{characters}}}\n'
        for script, characters in SCRIPTS.items()
    )
