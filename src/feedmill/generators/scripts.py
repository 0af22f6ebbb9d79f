"""Literals in settings that are programs in JavaScript or TypeScript. Pure.

A tolerant scanner: the program is cut into tokens, never run; what is no literal is None.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_TOKEN = re.compile(
    r"""//[^\n]*|/\*.*?(?:\*/|\Z)
    |(?P<text>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)
    |(?P<regex>(?<=[=(,:;!&|?{}\n\[])\s*/(?![*/])(?:[^/\\\n\[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/[a-z]*)
    |(?P<name>[A-Za-z_$][\w$]*)
    |(?P<number>\d[\w.]*)
    |(?P<sign>=>|\.\.\.|[^\s])
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(u\{[0-9a-fA-F]{1,6}\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|.)", re.DOTALL)
_SIGNS = {"n": "\n", "t": "\t", "r": "\r", "\n": ""}
_OPEN, _CLOSE = "([{", ")]}"
_MAX_DEPTH = 50
_MAX_SIZE = 512 * 1024
_MAX_STEPS = 2_000_000  # over tokens, in all questions to one program

Token = tuple[str, str]


class Script:
    """The tokens of a program, and the literals in it."""

    def __init__(self, code: str) -> None:
        """Cut a program into tokens; of a very long one only the beginning."""
        self._tokens: list[Token] = [
            (found.lastgroup, found[found.lastgroup].strip())
            for found in _TOKEN.finditer(code[:_MAX_SIZE])
            if found.lastgroup
        ]
        self._steps = 0

    def assigned(self, name: str) -> Iterator[Any]:
        """Yield the literals that the program gives a name: `name = …`, `{name: …}`."""
        tokens = self._tokens
        for at in range(len(tokens) - 2):
            kind, text = tokens[at]
            if not ((kind == "name" and text == name) or (kind == "text" and text[1:-1] == name)):
                continue
            start = at + 1
            if tokens[start] == ("sign", ":") and _is_type(tokens, start + 1):
                start += 2
            if tokens[start][1] in (":", "=") and (at == 0 or tokens[at - 1][1] != "?"):
                value, _ = self._value(start + 1, 0)
                if value is not None:
                    yield value

    def text(self, name: str) -> str:
        """Return the first plain text that the program gives a name, white space folded; or ""."""
        texts = (one for one in self.assigned(name) if isinstance(one, str) and one.strip())
        return " ".join(next(texts, "").split())

    def calls(self, name: str) -> Iterator[list[Any]]:
        """Yield the arguments, as far as they are literals, of each call of a function."""
        for at, token in enumerate(self._tokens[:-1]):
            if token == ("name", name) and self._tokens[at + 1] == ("sign", "("):
                arguments, _ = self._list(at + 2, 0, ")")
                yield arguments

    def exported(self) -> Any:
        """Return the literal that the program exports, or None."""
        tokens = self._tokens
        for at, token in enumerate(tokens[:-1]):
            if token == ("name", "default") and at and tokens[at - 1] == ("name", "export"):
                return self._value(at + 1, 0)[0]
            if token == ("name", "exports") and tokens[at + 1] == ("sign", "="):
                return self._value(at + 2, 0)[0]
        return None

    def _value(self, at: int, depth: int) -> tuple[Any, int]:
        """Return the literal at a token, None for anything else, and where it ends."""
        if at >= len(self._tokens) or depth > _MAX_DEPTH or self._steps > _MAX_STEPS:
            return None, at + 1
        kind, text = self._tokens[at]
        value: Any = None
        end = at + 1
        if kind == "text":
            value = None if text[0] == "`" and "${" in text else _unescaped(text[1:-1])
        elif kind == "number":
            value = text
        elif kind == "name" and text in ("true", "false"):
            value = text == "true"
        elif text == "{":
            value, end = self._map(end, depth + 1)
        elif text == "[":
            value, end = self._list(end, depth + 1, "]")
        elif kind == "name" and end < len(self._tokens) and self._tokens[end][1] == "(":
            # Of a call such as defineConfig({…}) the first argument.
            inner, end = self._list(end + 1, depth + 1, ")")
            value = inner[0] if inner and isinstance(inner[0], dict) else None
        stop = self._skip(end)
        following = self._tokens[end][1] if end < len(self._tokens) else ""
        if stop != end and following not in ("as", "satisfies", ";", "}", ")"):
            value = None if following in ("+", ".", "?", "(", "=>", "||", "&") else value
        return value, stop

    def _map(self, at: int, depth: int) -> tuple[dict[str, Any], int]:
        found: dict[str, Any] = {}
        tokens = self._tokens
        while at < len(tokens) and tokens[at][1] != "}":
            kind, text = tokens[at]
            is_key = at + 1 < len(tokens) and tokens[at + 1] == ("sign", ":")
            if is_key and kind in ("name", "text", "number"):
                value, at = self._value(at + 2, depth)
                key = _unescaped(text[1:-1]) if kind == "text" else text
                if value is not None:
                    found.setdefault(key, value)
            else:
                at = self._skip(at)
            if at < len(tokens) and tokens[at][1] in (",", ";"):
                at += 1
            elif at < len(tokens) and tokens[at][1] in (")", "]"):
                break
        return found, at + 1

    def _list(self, at: int, depth: int, closing: str) -> tuple[list[Any], int]:
        found: list[Any] = []
        tokens = self._tokens
        while at < len(tokens) and tokens[at][1] != closing:
            value, at = self._value(at, depth)
            found.append(value)
            if at < len(tokens) and tokens[at][1] in (",", ";"):
                at += 1
            elif at < len(tokens) and tokens[at][1] in _CLOSE:
                break
        return found, at + 1

    def _skip(self, at: int) -> int:
        """Return where the expression at a token ends: at `,` or `;` or what closes it."""
        depth = 0
        while at < len(self._tokens) and self._steps <= _MAX_STEPS:
            self._steps += 1
            text = self._tokens[at][1] if self._tokens[at][0] == "sign" else ""
            if depth == 0 and text and text in ",;)]}":
                return at
            depth += (text in _OPEN and bool(text)) - (text in _CLOSE and bool(text))
            at += 1
        return at


def _is_type(tokens: list[Token], at: int) -> bool:
    """Return whether a token is the type of `name: Type = …`."""
    return at + 1 < len(tokens) and tokens[at][0] == "name" and tokens[at + 1] == ("sign", "=")


def _unescaped(text: str) -> str:
    def sign(found: re.Match[str]) -> str:
        code = found[1]
        if code[0] in "ux" and len(code) > 1:
            number = int(code[1:].strip("{}"), 16)
            return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else ""
        return _SIGNS.get(code, code)

    return _ESCAPE.sub(sign, text) if "\\" in text else text
