"""Knows how facts are told to programs: dataclasses as JSON, and the schema that such JSON keeps to."""

import json
import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from typing import Any, Union, get_args, get_origin, get_type_hints

_PLAIN: Mapping[type, Mapping[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    datetime: {"type": "string", "format": "date-time"},
}


def tell(facts: object) -> bytes:
    """Facts as JSON."""
    return json.dumps(_plain(facts), ensure_ascii=False, separators=(",", ":")).encode()


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    return value


def schema_of(kind: Any, known: dict[str, Any]) -> dict[str, Any]:
    """The JSON schema of a type; those of dataclasses are put into `known`, by name, and referred to."""
    if kind in _PLAIN:
        return dict(_PLAIN[kind])
    if is_dataclass(kind):
        return _of_dataclass(kind, known)
    origin, inside = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        kinds = [{"type": "null"} if one is type(None) else schema_of(one, known) for one in inside]
        return {"anyOf": kinds}
    if origin is tuple and inside[1:] == (...,):
        return {"type": "array", "items": schema_of(inside[0], known)}
    if origin is tuple:
        each = [schema_of(one, known) for one in inside]
        return {"type": "array", "prefixItems": each, "minItems": len(each), "maxItems": len(each)}
    raise TypeError(f"facts hold a {kind}, and its JSON schema is not known: add it to telling.py")


def _of_dataclass(kind: Any, known: dict[str, Any]) -> dict[str, Any]:
    if kind.__name__ not in known:
        known[kind.__name__] = {}  # told before its fields, should one of them lead back
        hints = get_type_hints(kind)
        known[kind.__name__] = {
            "type": "object",
            "description": " ".join((kind.__doc__ or "").split()),
            "properties": {field.name: schema_of(hints[field.name], known) for field in fields(kind)},
            "required": [field.name for field in fields(kind)],
            "additionalProperties": False,
        }
    return {"$ref": f"#/components/schemas/{kind.__name__}"}
