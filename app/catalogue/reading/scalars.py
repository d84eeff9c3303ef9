"""What a single value may be. Every value arrives as text; each kind says itself what it expected."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Final

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from app.catalogue.reading.faults import shown
from app.catalogue.reading.nodes import Quoted

_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_MONTH_DAY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")
_DURATION = re.compile(
    r"P(?=[0-9T])(\d{1,4}Y)?(\d{1,4}M)?(\d{1,4}W)?(\d{1,4}D)?(T(?=\d)(\d{1,4}H)?(\d{1,4}M)?)?", re.ASCII
)
_PERIOD = re.compile(r"P[1-9]\d{0,3}[MWD]", re.ASCII)
_SHARE = re.compile(r"(\d{1,2})(?:\.(\d{1,4}))?", re.ASCII)
_EURO = re.compile(r"(\d{1,12})(?:\.(\d{2}))?", re.ASCII)
_NUMBER = re.compile(r"0|[1-9][0-9]{0,8}")
_TRUTH: Final = {"true": True, "false": False}
_FIRST_YEAR, _LAST_YEAR = 1900, 2199


def _kind(value: Any) -> str:
    if isinstance(value, dict):
        return "a mapping"
    return "a list" if isinstance(value, list) else shown(str(value))


def _fail(value: Any, expected: str) -> PydanticCustomError:
    return PydanticCustomError("kind", "{value} is not {expected}", {"value": _kind(value), "expected": expected})


def _day(value: Any) -> Any:
    if isinstance(value, date):
        return value
    found = _DAY.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise _fail(value, "a day: expected YYYY-MM-DD")
    year, month, day = (int(part) for part in found.groups())
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise _fail(value, f"a day between {_FIRST_YEAR} and {_LAST_YEAR}")
    try:
        return date(year, month, day)
    except ValueError:
        raise _fail(value, "a day of the calendar: expected YYYY-MM-DD") from None


def _truth(value: Any) -> Any:
    if isinstance(value, bool):
        return value
    if not isinstance(value, str) or isinstance(value, Quoted) or value not in _TRUTH:
        raise _fail(value, "a truth value: expected true or false")
    return _TRUTH[value]


def _number(value: Any) -> Any:
    if isinstance(value, int):
        return value
    if not isinstance(value, str) or isinstance(value, Quoted) or not _NUMBER.fullmatch(value):
        raise _fail(value, "a whole number")
    return int(value)


def _month_day(value: str) -> str:
    found = _MONTH_DAY.fullmatch(value)
    try:
        if found is None:
            raise ValueError
        date(2000, int(found[1]), int(found[2]))
    except ValueError:
        raise _fail(value, "a day of the year: expected MM-DD") from None
    return value


def _duration(value: str) -> str:
    if value == "P" or not _DURATION.fullmatch(value):
        raise _fail(value, "a duration: expected the form of ISO 8601, like P1Y or PT72H")
    return value


def _period(value: str) -> str:
    if not _PERIOD.fullmatch(value):
        raise _fail(value, "a period: expected days, weeks or months, like P15D, P2W or P1M")
    return value


def _share(value: Any) -> Any:
    """Ten-thousandths of a per cent, so that nothing is rounded: `16.0021` is 160021."""
    if isinstance(value, int):
        return value
    found = _SHARE.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise _fail(value, "a share: expected per cent with at most four decimals, like 16.0021")
    return int(found[1]) * 10_000 + int((found[2] or "").ljust(4, "0"))


def _euro(value: Any) -> Any:
    """Whole cents: `12900000` is 1290000000."""
    if isinstance(value, int):
        return value
    found = _EURO.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise _fail(value, "an amount in euro: expected digits, with two decimals or none, like 12900000")
    return int(found[1]) * 100 + int(found[2] or "0")


@dataclass(frozen=True)
class _Matching:
    """Text of a form, told in words; the pattern goes into the JSON Schema too."""

    pattern: str
    expected: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        fits = re.compile(self.pattern, re.ASCII).fullmatch

        def check(value: str) -> str:
            if not fits(value):
                raise _fail(value, self.expected)
            return value

        return core_schema.no_info_after_validator_function(check, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {**handler(schema), "pattern": f"^({self.pattern})$"}


def _speaks_english(value: dict[str, str]) -> dict[str, str]:
    if "en" not in value:
        raise _fail({}, "a text without English: expected a key en")
    return value


def _text(low: int, high: int, *, trimmed: bool = False) -> Any:
    return StringConstraints(strip_whitespace=trimmed or None, min_length=low, max_length=high)


Line = Annotated[str, _text(1, 500, trimmed=True)]
"""Text of one language that needs no translation."""

Prose = Annotated[str, _text(1, 8000, trimmed=True)]
Language = Annotated[str, _Matching(r"[a-z]{2}", "a language: expected two small letters, like en")]
Text = Annotated[dict[Language, Prose], AfterValidator(_speaks_english)]
"""A text in as many languages as it has; English is always there."""

_IS_KEY = _Matching(
    r"[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*",
    "a key: expected small letters, digits and hyphens, parts joined by a dot",
)
Word = Annotated[str, _text(1, 120), _IS_KEY]
CatalogueName = Annotated[str, _text(1, 100), _IS_KEY]
Code = Annotated[
    str,
    _text(1, 40),
    _Matching(r"[A-Z][A-Z0-9]*([_-][A-Z0-9]+)*", "a code: expected capitals, digits and underscores"),
]
SourceCode = Annotated[
    str,
    _text(1, 60),
    _Matching(r"[A-Za-z0-9]+([._-][A-Za-z0-9]+)*", "a source code: expected letters, digits, underscores"),
]
BlockCode = Annotated[str, _text(1, 20), _Matching(r"[A-Za-z0-9]+", "a block's code: expected letters and digits")]
CountryCode = Annotated[str, _Matching(r"[A-Z]{2}", "a country's code: expected two capitals")]
ThreeLetters = Annotated[str, _Matching(r"[A-Z]{3}", "an ISO code: expected three capitals")]
Edition = Annotated[
    str,
    _text(1, 50),
    _Matching(r"[A-Za-z0-9][A-Za-z0-9._-]*", "a version: expected letters, digits and dots"),
]
Celex = Annotated[str, _text(5, 30), _Matching(r"[0-9][0-9A-Z()/-]*", "a CELEX number, like 32024L1346")]
Url = Annotated[str, _text(1, 1000), _Matching(r"https?://[^\s<>\"'\\]+", "an address that begins with https://")]

_ARTICLE = r"[1-9][0-9]{0,2}[a-z]{0,2}"
_PARAGRAPHS = r"(\([0-9a-z]{1,5}\)){0,3}"
_ANNEX = r"Annex( [IVXLC]{1,6})?"
ArticleReference = Annotated[
    str,
    _Matching(
        rf"{_ARTICLE}{_PARAGRAPHS}|{_ARTICLE}-{_ARTICLE}|{_ANNEX}",
        "an article: expected the form 35(1), 35(1)(a), 7-15 or Annex I",
    ),
]
ArticleNumber = Annotated[str, _Matching(rf"{_ARTICLE}|{_ANNEX}", "an article's number, like 35 or Annex I")]

Day = Annotated[date, BeforeValidator(_day)]
Truth = Annotated[bool, BeforeValidator(_truth)]
Number = Annotated[int, BeforeValidator(_number)]
Order = Annotated[int, BeforeValidator(_number), Field(ge=1, le=9999)]
Percent = Annotated[int, BeforeValidator(_number), Field(ge=1, le=100)]
MonthDay = Annotated[str, AfterValidator(_month_day)]
Duration = Annotated[str, AfterValidator(_duration)]
Period = Annotated[str, AfterValidator(_period)]
Year = Annotated[int, BeforeValidator(_number), Field(ge=_FIRST_YEAR, le=_LAST_YEAR)]
Share = Annotated[int, BeforeValidator(_share), WithJsonSchema({"type": "string", "pattern": r"^\d{1,2}(\.\d{1,4})?$"})]
"""Per cent with at most four decimals, kept as a whole number of ten-thousandths of a per cent."""
Euro = Annotated[int, BeforeValidator(_euro), WithJsonSchema({"type": "string", "pattern": r"^\d{1,12}(\.\d{2})?$"})]
"""An amount in euro, kept in whole cents."""
