"""The schema of the records, made from the types that write them: it is published beside them and kept nowhere."""

import json
import re
from typing import Final

import msgspec

from kvm_guide.records import store
from kvm_guide.records.types import FORMAT, Record

_HEX: Final = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_FINGERPRINTS: Final = re.compile(r"(digest|action|claim|chain|fingerprint|sha256|image)\Z")


class Misfit(Exception):
    """Something is not as the schema wants it: the message says what."""


def schema() -> dict[str, object]:
    """JSON Schema (2020-12) of a record's file: its digest and its format, and all that a `Record` has."""
    (whole,), definitions = msgspec.json.schema_components((Record,), ref_template="#/$defs/{name}")
    del whole
    shapes = {name: _closed(shape) for name, shape in definitions.items()}
    record = shapes.pop("Record")
    properties = {"digest": _HEX, "format": {"const": FORMAT}, **_mapping(record["properties"])}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **record,
        "title": "Record of a run of one lesson of the KVM guide, in one language",
        "properties": properties,
        "required": sorted(properties),
        "$defs": shapes,
    }


def check(record: Record) -> None:
    """Hold `record`, as its file will say it, against the schema. Raises Misfit."""
    # Only a run of the lab asks for it: a build need not load it
    import jsonschema

    try:
        jsonschema.validate(json.loads(store.dumps(record)), schema(), jsonschema.Draft202012Validator)
    except jsonschema.ValidationError as error:
        raise Misfit(str(error)) from error


def dumps() -> str:
    """The schema as the text of its file."""
    return json.dumps(schema(), indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def _closed(shape: dict[str, object]) -> dict[str, object]:
    """`shape` as the writer fills it: each of its properties is there, and no other."""
    if "properties" not in shape:
        return shape
    properties = {
        name: _HEX if _FINGERPRINTS.match(name) and _mapping(one).get("type") == "string" else _bare(one)
        for name, one in _mapping(shape["properties"]).items()
    }
    return {**shape, "properties": properties, "required": sorted(properties), "additionalProperties": False}


def _bare(part: object) -> object:
    # What a reader of the file may leave out is no matter: the writer leaves nothing out
    return {name: one for name, one in _mapping(part).items() if name != "default"}


def _mapping(part: object) -> dict[str, object]:
    return {str(name): one for name, one in part.items()} if isinstance(part, dict) else {}
