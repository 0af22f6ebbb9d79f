"""Bytes to front matter and body; front matter to text, lists and maps.

`---` YAML (`---yaml`), `+++` TOML, `{…}` or `---json` JSON, and Pelican's bare `Key: value` lines.
Whatever the format, every scalar comes out as the text that its author wrote, or would have.
"""

from __future__ import annotations

import re
from typing import Any, Literal

from msgspec import Struct

from . import rst
from .problems import Refused
from .yaml import fast
from .yaml.fast import Repeated, Value

MAX_SIZE = 2**20
MAX_DEPTH = 50

FrontMatterKind = Literal["yaml", "toml", "json", "pelican", "rst"]

_OPENING = re.compile(r"(---|\+\+\+)[ \t]*(\w*)[ \t]*(?:\n|\Z)")
_YAML_END = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE)
_TOML_END = re.compile(r"^\+\+\+[ \t]*(?:\n|\Z)", re.MULTILINE)
_LONG_YAML = re.compile(r"---[-]*[ \t]*\n(.*?)^---[^\n]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_JSON = re.compile(r"\{\s*[\"}]")
_LANGUAGES: dict[str, FrontMatterKind] = {
    "": "yaml",
    "yaml": "yaml",
    "yml": "yaml",
    "toml": "toml",
    "json": "json",
}
# https://python-markdown.github.io/extensions/meta_data/, which Pelican reads with
_META = re.compile(r" {0,3}([A-Za-z0-9_-]+):[ \t]*(.*)")
_META_MORE = re.compile(r"(?: {4,}|\t)[ \t]*(.+)")
# https://docs.getpelican.com/en/latest/content.html: several authors or tags, by `;` or by `,`
_PELICAN_LISTS = {"authors", "tags"}
_TOML_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
_TOML_KEY = re.compile(r"[\w-]++(?:[ \t]*+\.[ \t]*+[\w-]++)*+")
_QUOTED = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'")


class Parts(Struct, frozen=True):
    """Front matter at `text[start:end]`, with its `values` if it is plain YAML; then the body."""

    kind: FrontMatterKind
    text: str
    start: int
    end: int
    body_start: int
    values: dict[str, Value] | None = None

    @property
    def raw(self) -> str:
        """The front matter, without the lines that fence it."""
        return self.text[self.start : self.end]

    @property
    def body(self) -> str:
        """What follows the front matter."""
        return self.text[self.body_start :]

    @property
    def first_line(self) -> int:
        """The line of the file, from 1, that the front matter begins on."""
        return self.line_at(self.start)

    def line_at(self, place: int) -> int:
        """The line of the file, from 1, of a place in its text."""
        return self.text.count("\n", 0, place) + 1

    def line_of(self, key: str) -> int:
        """The line of a top-level key in the file; the first of the front matter if not found."""
        pattern = rf"^([ \t]*)[\"']?{re.escape(key)}[\"']?[ \t]*[:=]"
        found = min(
            re.compile(pattern, re.MULTILINE | re.IGNORECASE).finditer(self.text, 0, self.end),
            key=lambda place: len(place[1]),
            default=None,
        )
        return self.line_at(found.start() if found else self.start)


def decode(data: bytes) -> str:
    """Return the text of a file, line ends as `\\n`. Raise Refused if it is not UTF-8."""
    try:
        text = data.decode("utf-8-sig" if data[:3] == b"\xef\xbb\xbf" else "utf-8")
    except UnicodeDecodeError as error:
        if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            raise Refused("encoding", "is UTF-16; save it as UTF-8", 1) from None
        line = data.count(b"\n", 0, error.start) + 1
        byte = f"byte 0x{data[error.start]:02x} is not UTF-8"
        raise Refused("encoding", f"{byte}; save the file as UTF-8", line) from None
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text


def split(text: str, path: str = "", *, long_fences: bool = False) -> Parts:
    """Take front matter and body apart. Raise Refused if there is no front matter.

    `long_fences` says that lines that only begin with `---` begin and end it, as in Hugo.
    """
    if path.endswith(".rst"):
        return Parts("rst", text, 0, start := rst.read(text).body_start, start)
    if text.startswith("---\n") and (parts := _split_yaml(text)):
        return parts
    if long_fences and (long := _LONG_YAML.match(text[: MAX_SIZE + 10])):
        return Parts("yaml", text, *long.span(1), long.end())
    opening = _OPENING.match(text)
    if opening:
        kind = _LANGUAGES.get(opening[2].lower()) if opening[1] == "---" else "toml"
        if kind is None:
            message = f"front matter in {opening[2]!r} is a program; write YAML, TOML or JSON"
            raise Refused("front-matter-language", message, 1)
        end_line = _YAML_END if opening[1] == "---" else _TOML_END
        if not (ending := end_line.search(text, opening.end())):
            message = f"no line with {opening[1]} ends the front matter"
            raise Refused("unclosed-front-matter", message, 1)
        parts = Parts(kind, text, opening.end(), *ending.span())
    elif _JSON.match(text):
        _, end = _decode_json(text, 1)
        parts = Parts("json", text, 0, end, end)
    else:
        end = _end_of_meta(text)
        parts = Parts("pelican", text, 0, end, end)
    if parts.end - parts.start > MAX_SIZE:
        raise Refused("front-matter-size", "front matter is over 1 MiB", 1)
    return parts


def parse(
    parts: Parts, *, lenient: bool = False, repeated: list[Repeated] | None = None
) -> dict[str, Value]:
    """Return the top-level keys and values. Raises Refused, with the line in the file.

    `repeated` takes keys that stand twice, of which in YAML the last counts and in Pelican's lines
    the first; without it, they are refused. `lenient`: what is no YAML between its fences is read
    as Pelican's lines, as Python-Markdown does.
    """
    if parts.kind == "yaml":
        values = fast.parse_plain(parts.raw) if parts.values is None else parts.values
        if values is None:
            from .yaml import full  # and PyYAML with it, which few articles need

            raw = parts.raw
            try:
                values = full.parse_yaml(raw, parts.first_line, MAX_DEPTH, repeated)
            except Refused as why:
                if not lenient or why.code != "yaml" or not _is_meta(raw):
                    raise
                return _parse_meta(raw, repeated)
        if lenient and " #" in parts.raw:
            return values | fast.with_comments(parts.raw, values)
        return values
    if parts.kind == "toml":
        return _parse_toml(parts.raw, parts.first_line)
    if parts.kind == "json":
        value, end = _decode_json(parts.raw, parts.first_line)
        if parts.raw[end:].strip():
            raise Refused("json", "more text after the closing `}`", parts.line_at(parts.end - 1))
        return _map_as_text(value, parts.first_line)
    return rst.read(parts.text).values if parts.kind == "rst" else _parse_meta(parts.raw, repeated)


def _split_yaml(text: str) -> Parts | None:
    """Split what nearly all files are: `---`, YAML, `---`. None if there is any doubt."""
    end = text.find("\n---", 3)
    if end < 0 or text[end + 4 : end + 5] not in ("\n", "") or end > MAX_SIZE:
        return None
    values = fast.parse_plain(text, 4, end)
    if values is None and text.find("\n...", 3, end) >= 0:
        return None
    return Parts("yaml", text, 4, end, end + 5, values)


def _parse_toml(raw: str, first_line: int) -> dict[str, Value]:
    import tomllib

    # tomllib takes time with the square of the length of a dotted key.
    for key in _TOML_KEY.finditer(_QUOTED.sub("q", raw)):
        if key[0].count(".") >= MAX_DEPTH:
            raise _too_deep(first_line)
    try:
        return _map_as_text(tomllib.loads(raw), first_line)
    except RecursionError:
        raise _too_deep(first_line) from None
    except ValueError as error:
        place = _TOML_PLACE.search(str(error))
        line = first_line + int(place[1]) - 1 if place and place[1] else first_line
        reason = _TOML_PLACE.sub("", str(error))
        code = "duplicate-key" if reason == "Cannot overwrite a value" else "toml"
        raise Refused(code, reason[:1].lower() + reason[1:200], line) from None


def _decode_json(text: str, first_line: int) -> tuple[Any, int]:
    """Return the object at the start of the text, and where it ends."""
    import json

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        values = dict(pairs)
        if len(values) < len(pairs):
            keys = [key for key, _ in pairs]
            twice = next(key for key in keys if keys.count(key) > 1)
            raise Refused("duplicate-key", f"{twice!r} stands twice", first_line, key=twice)
        return values

    decoder = json.JSONDecoder(
        object_pairs_hook=unique, parse_int=str, parse_float=str, parse_constant=str
    )
    start = len(text) - len(text.lstrip())
    try:
        value, end = decoder.raw_decode(text[: MAX_SIZE + 1], start)
    except RecursionError:
        raise _too_deep(first_line) from None
    except json.JSONDecodeError as error:
        message = error.msg[:1].lower() + error.msg[1:]
        raise Refused("json", message, first_line + error.lineno - 1) from None
    if not isinstance(value, dict):
        raise Refused("not-a-map", "front matter must be keys with values", first_line)
    return value, end


def _end_of_meta(text: str) -> int:
    """Return where Pelican's `Key: value` lines end, with the blank line. Raise Refused if none."""
    end, keys = 0, set()
    for line in text[: MAX_SIZE + 1].splitlines(keepends=True):
        key = _META.match(line)
        if key:
            keys.add(key[1].lower())
        elif not (keys and _META_MORE.match(line)):
            break
        end += len(line)
    if not keys & {"title", "date"}:
        raise Refused("no-front-matter", "no front matter, so not an article", 1)
    return end


def _is_meta(raw: str) -> bool:
    """Return whether text is lines of keys and values."""
    lines = [line for line in raw.splitlines() if line.strip()]
    return bool(lines) and all(_META.match(line) or _META_MORE.match(line) for line in lines)


def _parse_meta(raw: str, repeated: list[Repeated] | None) -> dict[str, Value]:
    written: dict[str, list[str]] = {}
    lines: dict[str, int] = {}
    last = ""
    for number, line in enumerate(raw.splitlines(), start=1):
        key = _META.match(line)
        if not key:
            more = _META_MORE.match(line)
            written[last].append(more[1] if more else "")
            continue
        last = key[1].lower()
        if last in lines:
            message = f"{key[1]!r} is set twice, first in line {lines[last]}"
            if repeated is None:
                raise Refused("duplicate-key", message, number, key=last)
            message += "; the first one counts"
            repeated.append(Repeated(last, key[2].strip(), message, number))
            last = f" {last}"  # and the lines that continue it
        written[last] = [key[2].strip()]
        lines.setdefault(last, number)
    values: dict[str, Value] = {
        name: "\n".join(parts) for name, parts in written.items() if name[0] != " "
    }
    for name in sorted(_PELICAN_LISTS & values.keys()):
        text = "\n".join(written[name])
        values[name] = [part.strip() for part in text.split(";" if ";" in text else ",")]
    return values


def _map_as_text(values: dict[str, Any], line: int, depth: int = 1) -> dict[str, Value]:
    return {_as_text(key, line): _as_text(item, line, depth) for key, item in values.items()}


def _as_text(value: Any, line: int, depth: int = 0) -> Any:
    """Turn what TOML or JSON gave into text, lists and maps."""
    if depth > MAX_DEPTH:
        raise _too_deep(line)
    if isinstance(value, dict):
        return _map_as_text(value, line, depth + 1)
    if isinstance(value, list):
        return [_as_text(item, line, depth + 1) for item in value]
    if isinstance(value, str):  # JSON can spell half of a surrogate pair
        return value if value.isascii() else value.encode("utf-8", "ignore").decode()
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _too_deep(line: int) -> Refused:
    return Refused("too-deep", f"front matter is nested deeper than {MAX_DEPTH}", line)
