"""What `schema.py` declares, as a JSON Schema for editors and as a page for people. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import NODEFAULT, inspect

from feedmill.config.convert import phrase, type_of_config
from feedmill.config.schema import Config

from .examples import EXAMPLES

_INTRO = """\
# config.yaml

<!-- Made from src/feedmill/config/schema.py, by
     pytest tests/config/docs/test_reference.py --update-golden -->

Everything that Feedmill needs to know about a site is in one YAML file, `config.yaml`. Only `site`
is required. Paths are relative to the file's folder.

- A value is taken as it is written: `no` is a language, `1.10` a topic. A key without a value
  counts as left out, and where a list is expected one value will do.
- A key that is not listed here is an error. All errors are reported at once, each with its line:
  `config.yaml:12: error[config]: feeds.limt: unknown key; did you mean "limit"?`
- YAML's aliases, tags and directives are refused, and so is a file over 1 MiB.
- With this first line, and a copy of [config.schema.json](config.schema.json) (`feedmill schema`
  prints it), editors complete and check the keys:
  `# yaml-language-server: $schema=docs/config.schema.json`
"""
_HEAD = "| Key | Value | Default | Meaning |\n| --- | --- | --- | --- |\n"


def config_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a config file, as its editors see it.

    It accepts what `parse_config` accepts; that finds more, such as time zones there are not.
    """
    made = msgspec.json.schema(Config)
    definitions = {name: _relaxed(one) for name, one in made["$defs"].items()}
    family = definitions["Family"]
    family["oneOf"] = [{"required": ["by"]}, {"required": ["name"]}]
    root = definitions.pop("Config")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:feedmill:config",
        **root,
        "title": "Feedmill's config.yaml",
        "description": "Which articles make which feeds.",
        "$defs": definitions,
    }


def config_reference() -> str:
    """Return the page about all keys, in Markdown."""
    parts = [_INTRO]
    told: set[type] = set()
    for field in type_of_config().fields:
        bare, meaning = _bare(field.type)
        parts.append(f"## {field.encode_name}\n\n{meaning}\n")
        parts.append(f"```yaml\n{EXAMPLES[field.encode_name]}```\n")
        parts += _tables(bare, field.encode_name, told)
    return "\n".join(parts)


def _tables(declared: inspect.Type, path: str, told: set[type]) -> Iterator[str]:
    """Yield the table of a struct, and after it those of the structs within; each once."""
    match declared:
        case inspect.UnionType():
            for member in declared.types:
                yield from _tables(member, path, told)
        case inspect.VarTupleType():
            yield from _tables(declared.item_type, f"{path}[]", told)
        case inspect.DictType():
            yield from _tables(declared.value_type, f"{path}.NAME", told)
        case inspect.StructType():
            meanings = {field.encode_name: _bare(field.type)[1] for field in declared.fields}
            if not any(meanings.values()) or declared.cls in told:
                return  # a small one, told where it is used
            told.add(declared.cls)
            if "." in path:
                yield f"### {path}\n\n{_summary(declared.cls.__doc__ or '')}\n"
            rows = (_row(field, meanings[field.encode_name]) for field in declared.fields)
            yield _HEAD + "".join(rows)
            for field in declared.fields:
                yield from _tables(_bare(field.type)[0], f"{path}.{field.encode_name}", told)


def _row(field: inspect.Field, meaning: str) -> str:
    default = "required" if field.required else _written(field.default)
    value = re.sub(r'"(.*?)"', r"`\1`", phrase(field.type))
    return f"| `{field.encode_name}` | {value} | {default} | {meaning} |\n"


def _written(default: object) -> str:
    """Return a default as YAML writes it, nothing for an empty one."""
    if default in (NODEFAULT, None, "", ()) or isinstance(default, msgspec.Struct):
        return ""
    if isinstance(default, tuple):
        return f"`[{', '.join(default)}]`"
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"


def _bare(declared: inspect.Type) -> tuple[inspect.Type, str]:
    """Part a type from its description."""
    if not isinstance(declared, inspect.Metadata):
        return declared, ""
    return declared.type, (declared.extra_json_schema or {}).get("description", "")


def _summary(text: str) -> str:
    return " ".join(text.partition("\n\n")[0].split())


def _relaxed(node: dict[str, Any]) -> dict[str, Any]:
    """Allow in a schema what the conversion allows: one item for a list, no value for a key."""
    about: dict[str, Any] = {}
    made = {key: value for key, value in node.items() if key not in ("description", "default")}
    if "description" in node:
        about["description"] = _summary(node["description"])
    if node.get("default") not in (None, "", (), [], {}) and "$ref" not in node:
        about["default"] = msgspec.to_builtins(node["default"])
    if made.pop("scalar", False):
        made["type"] = ["string", "boolean", "number"]
    if "anyOf" in node:
        made["anyOf"] = [_relaxed(one) for one in node["anyOf"]]
    if "properties" in node:
        made["properties"] = {
            name: _relaxed(one) if name in node["required"] else _or_nothing(_relaxed(one))
            for name, one in node["properties"].items()
        }
    if isinstance(values := node.get("additionalProperties"), dict):
        made["additionalProperties"] = _or_nothing(values) if "$ref" in values else _relaxed(values)
    if node.get("type") == "array":
        made["items"] = _relaxed(node["items"])
        single = [one for one in made["items"].get("anyOf", [made["items"]]) if "$ref" not in one]
        made = {"anyOf": [made, *single]}
    return about | made


def _or_nothing(node: dict[str, Any]) -> dict[str, Any]:
    about = {key: node[key] for key in ("description", "default") if key in node}
    bare = {key: value for key, value in node.items() if key not in about}
    members = bare["anyOf"] if [*bare] == ["anyOf"] else [bare]
    nothing = {"type": "null"}
    return about | {"anyOf": [*(one for one in members if one != nothing), nothing]}
