"""What pydantic finds wrong, said in our words and at its place in the file."""

from __future__ import annotations

import types
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from app.catalogue.reading.faults import Fault, Path, shown
from app.catalogue.reading.nodes import MAX_FAULTS, Document


def complaints(document: Document, shape: type[BaseModel], error: ValidationError) -> Iterator[Fault]:
    """One fault for each thing that does not fit the shape."""
    errors = error.errors(include_url=False)
    if len(errors) > MAX_FAULTS:
        yield document.fault((), f"{len(errors)} faults in this file: the first {MAX_FAULTS} are named")
    for found in errors[:MAX_FAULTS]:
        loc = found["loc"]
        on_key = found["type"] == "extra_forbidden" or (bool(loc) and loc[-1] == "[key]")
        path = _in_data(document.data, tuple(part for part in loc if part != "[key]"))
        if found["type"] == "union_tag_invalid":
            path = (*path, str(found["ctx"]["discriminator"]).strip("'"))
        yield document.fault(path, _said(found, shape, loc), key=on_key)


def _in_data(data: Any, loc: Path) -> Path:
    """The location without the tags of unions, which stand in no file."""
    path: list[str | int] = []
    for number, part in enumerate(loc):
        in_list = isinstance(data, list) and isinstance(part, int) and part < len(data)
        if in_list or (isinstance(data, dict) and part in data):
            path.append(part)
            data = data[part]
        elif number == len(loc) - 1 and isinstance(data, dict) and not str(part).startswith("<"):
            path.append(part)
    return tuple(path)


def _said(found: Any, shape: type[BaseModel], loc: Path) -> str:
    kind, value, context = found["type"], found["input"], found.get("ctx", {})
    match kind:
        case "missing":
            return f"the required key {shown(str(loc[-1]))} is missing"
        case "extra_forbidden":
            return _unknown_key(str(loc[-1]), sorted(_keys_at(shape, loc[:-1])))
        case "enum" | "literal_error":
            return f"{_what(value)} is not one of those expected: {str(context['expected']).replace(' or ', ', ')}"
        case "union_tag_invalid":
            return f"{shown(str(context['tag']))} is not one of those expected: {context['expected_tags']}"
        case "union_tag_not_found":
            return "expected a mapping with the key 'kind'"
        case "too_short":
            return f"expected at least {context['min_length']} entry"
        case "string_too_short":
            return "an empty text: expected words"
        case "string_too_long":
            return f"{len(value)} characters: expected at most {context['max_length']}"
        case "greater_than_equal" | "less_than_equal":
            limit = context.get("ge", context.get("le"))
            return f"{value} is out of range: expected {'at least' if 'ge' in context else 'at most'} {limit}"
    return _wrong_kind(kind, value) or str(found["msg"])


def _wrong_kind(kind: str, value: Any) -> str | None:
    if kind == "string_type":
        return f"{_what(value)} where text was expected"
    if kind in {"model_type", "model_attributes_type", "dict_type"}:
        return f"{_what(value)} where a mapping was expected"
    if kind in {"tuple_type", "list_type"}:
        return f"{_what(value)} where a list was expected"
    return None


def _what(value: Any) -> str:
    if isinstance(value, dict):
        return "a mapping"
    return "a list" if isinstance(value, list) else shown(str(value))


def _unknown_key(key: str, expected: list[str]) -> str:
    near = get_close_matches(key, expected, n=1)
    hint = f"did you mean {shown(near[0])}?" if near else f"expected {', '.join(expected)}"
    return f"unknown key {shown(key)}: {hint}"


def _keys_at(shape: type[BaseModel], loc: Path) -> set[str]:
    """The keys that the models at a location know."""
    models = {shape}
    for part in loc:
        inner = {
            model
            for outer in models
            for name, field in outer.model_fields.items()
            if (field.alias or name) == part
            for model in _models_in(field.annotation)
        }
        if inner:
            models = inner
        elif isinstance(part, str):
            models = {model for model in models if _has_tag(model, part)} or models
    return {field.alias or name for model in models for name, field in model.model_fields.items()}


def _has_tag(model: type[BaseModel], tag: str) -> bool:
    if tag.startswith("<"):
        return tag.strip("<>") in model.model_fields
    kind = model.model_fields.get("kind")
    return kind is not None and get_origin(kind.annotation) is Literal and tag in get_args(kind.annotation)


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    origin = get_origin(annotation)
    if origin in (Annotated, tuple, Union, types.UnionType):
        for part in get_args(annotation)[: 1 if origin is Annotated else None]:
            yield from _models_in(part)
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
