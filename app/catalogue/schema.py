"""The JSON Schema of a catalogue's files, for editors and authors; kept at docs/catalogue.schema.json."""

from __future__ import annotations

import json
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from app.catalogue.reading.shapes import BESIDE, BlocksFile, Head


def json_schema() -> dict[str, Any]:
    """One schema that every file of a catalogue fits: the head, or one of the files it names."""
    shapes: list[type[BaseModel]] = [Head, *BESIDE.values(), BlocksFile]
    places, together = models_json_schema([(shape, "validation") for shape in shapes], by_alias=True)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A file of a catalogue of requirements",
        "description": "docs/catalogue.md tells it in words; rules between values are checked by the loader.",
        "oneOf": [places[shape, "validation"] for shape in shapes],
        "$defs": together["$defs"],
    }


def schema_text() -> str:
    """The schema as it is kept in the tree."""
    return json.dumps(json_schema(), ensure_ascii=False, indent=2, sort_keys=True) + "\n"
