"""A sentence as data: a message id with its values; doors translate both."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

_NO_VALUES: Mapping[str, Any] = MappingProxyType({})


class Sentence(NamedTuple):
    """`text` is a message id with %(name)s places; `values` are numbers, days, codes or texts in several languages."""

    text: str
    values: Mapping[str, Any] = _NO_VALUES
