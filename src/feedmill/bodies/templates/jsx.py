"""Find the tags and expressions of JSX in a text, and what simple expressions are. Pure.

https://mdxjs.com/docs/what-is-mdx/, https://facebook.github.io/jsx/
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

_MAX_LENGTH = 20_000  # characters of one tag or expression
_MAX_FAILURES = 50  # of looking for an end; then the rest of the text is text

_START = re.compile(r"\\.|<(?=[/A-Za-z>])|\{", re.DOTALL)
_TAG = re.compile(r"<(/?)[ \t]*([A-Za-z_][\w-]*(?:[.:][A-Za-z_][\w-]*)*)?(?=[\s/>])")
_ATTRIBUTE = re.compile(
    r"\s*(?:([A-Za-z_:@][\w:.@-]*)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'{}<>=`]+)|(\{)))?|(\{))"
)
_END = re.compile(r"\s*(/?)>")
_BRACE = re.compile(
    r"[{}]|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`|/\*.*?\*/", re.DOTALL
)
_TEXT = re.compile(
    r"\"((?:[^\"\\\n]|\\.)*)\"|'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\$]|\\.|\$(?!\{))*)`", re.DOTALL
)
_ESCAPE = re.compile(r"\\(u\{?([0-9a-fA-F]{2,6})\}?|.)", re.DOTALL)
_CALL = re.compile(
    r"(?:require|useBaseUrl|withBase|url)\(\s*(\"[^\"\n]*\"|'[^'\n]*'|`[^`$\n]*`)\s*\)(?:\.default)?"
)
_NAME = re.compile(r"([A-Za-z_$][\w$]*)((?:\.[A-Za-z_$][\w$]*)*)")
_PARENTHESES = re.compile(r"\((.*)\)", re.DOTALL)
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_HTML_NAMES = {"classname": "class", "htmlfor": "for"}


class JsxPiece(NamedTuple):
    """One tag or expression, `text[start:end]`.

    `kind`: `open`, `close` or `single` for a tag, of which `name` is "" in a fragment, and
    `attributes` are those of which the value is known; else `expression`, of which `code` is what
    is between the braces.
    """

    kind: str
    name: str
    code: str
    attributes: Mapping[str, str]
    start: int
    end: int


ValueOf = Callable[[str], str | None]


def tags_and_expressions(text: str, value_of: ValueOf) -> Iterator[JsxPiece]:
    """Yield the tags and expressions of a text; `value_of` knows what expressions stand for."""
    at, failures = 0, 0
    while failures < _MAX_FAILURES and (sign := _START.search(text, at)):
        at = sign.end()
        if sign[0][0] == "\\":
            continue
        found = _expression(text, sign) if sign[0] == "{" else _tag(text, sign.start(), value_of)
        if found:
            at = found.end
            yield found
        else:
            failures += sign[0] == "{" or _TAG.match(text, sign.start()) is not None


def value_of_expression(code: str, names: Mapping[str, str]) -> str | None:
    """Return the text that an expression stands for; None if that takes a program to know."""
    code = code.strip()
    for _ in range(3):
        if not (inner := _PARENTHESES.fullmatch(code)):
            break
        code = inner[1].strip()
    if text := _TEXT.fullmatch(code):
        return _ESCAPE.sub(_escaped, next(one for one in text.groups() if one is not None))
    if call := _CALL.fullmatch(code):
        return call[1][1:-1]
    if _NUMBER.fullmatch(code):
        return code
    if name := _NAME.fullmatch(code):
        whole = names.get(code)
        return names.get(name[1]) if whole is None and name[2] in (".src", ".default") else whole
    return None


def _escaped(sign: re.Match[str]) -> str:
    if sign[2]:
        number = int(sign[2], 16)
        return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else ""
    return {"n": "\n", "t": "\t", "\n": ""}.get(sign[1], sign[1])


def end_of_braces(text: str, at: int) -> int:
    """Return where the expression that begins at a brace ends, 0 if it does not."""
    depth = 0
    for sign in _BRACE.finditer(text, at, at + _MAX_LENGTH):
        if sign[0] == "{":
            depth += 1
        elif sign[0] == "}":
            depth -= 1
            if depth == 0:
                return sign.end()
    return 0


def _expression(text: str, sign: re.Match[str]) -> JsxPiece | None:
    end = end_of_braces(text, sign.start())
    if not end:
        return None
    return JsxPiece("expression", "", text[sign.end() : end - 1], {}, sign.start(), end)


def _tag(text: str, start: int, value_of: ValueOf) -> JsxPiece | None:
    head = _TAG.match(text, start)
    if not head:
        return None
    attributes: dict[str, str] = {}
    at = head.end()
    while attribute := _ATTRIBUTE.match(text, at):
        at = attribute.end()
        if attribute[5] or attribute[6]:
            end = end_of_braces(text, at - 1)
            if not end or end - start > _MAX_LENGTH:
                return None
            value = value_of(text[at : end - 1]) if attribute[5] else None
            at = end
        else:
            value = next((one for one in attribute.groups()[1:4] if one is not None), "")
        if attribute[1] and value is not None:
            name = attribute[1].lower()
            attributes[_HTML_NAMES.get(name, name)] = value
    end_sign = _END.match(text, at)
    if not end_sign or end_sign.end() - start > _MAX_LENGTH:
        return None
    kind = "close" if head[1] else "single" if end_sign[1] else "open"
    return JsxPiece(kind, head[2] or "", "", attributes, start, end_sign.end())
