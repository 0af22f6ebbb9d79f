"""The text of a Go template → its nodes. Pure.

https://pkg.go.dev/text/template
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

_MAX_DEPTH = 40
_MAX_SIZE = 2**16

_TOKEN = re.compile(
    r"""(?P<text>"(?:[^"\\\n]|\\.)*+")|(?P<raw>`[^`]*+`)|(?P<char>'(?:[^'\\\n]|\\.)')"""
    r"""|(?P<number>[-+]?\d[\d_]*+(?:\.\d++)?)|(?P<variable>\$\w*+)|(?P<field>\.\w++)|(?P<dot>\.)"""
    r"""|(?P<word>\w++)|(?P<sign>:=|[=|,()])|(?P<space>\s++)"""
)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.DOTALL)
_LETTERS = {"n": "\n", "t": "\t", "r": "\r"}
_WORDS = {"true": True, "false": False, "nil": None}
_BLOCKS = ("if", "with", "range")


class NotUnderstoodError(Exception):
    """A template asks for what cannot be had here; never leaves this folder."""


class Term(NamedTuple):
    """An operand: a value, a `name` of a function, a `variable`, the `dot`, or a `pipe`.

    `fields` are those that follow it without a space.
    """

    kind: str
    value: Any
    fields: tuple[str, ...] = ()


class Pipe(NamedTuple):
    """Commands, each of which gets the value of the one before it, and what takes the last one."""

    commands: tuple[tuple[Term, ...], ...]
    names: tuple[str, ...] = ()
    is_new: bool = False


class TemplateNode(NamedTuple):
    """A part of a template: `text`, `output`, `if`, `with`, `range`, `return`, `break`."""

    kind: str
    text: str = ""
    pipe: Pipe = Pipe(())
    inner: tuple[TemplateNode, ...] = ()
    other: tuple[TemplateNode, ...] = ()


@lru_cache(maxsize=256)
def nodes_of(text: str) -> tuple[TemplateNode, ...]:
    """Return the nodes of a template.

    Raises NotUnderstoodError if it has what is not known here.
    """
    if len(text) > _MAX_SIZE:
        raise NotUnderstoodError
    parts = list(_parts(text))
    nodes, at, end = _block(parts, 0, 0)
    if end or at != len(parts):
        raise NotUnderstoodError
    return nodes


def _parts(text: str) -> Iterator[tuple[bool, str]]:
    """Yield the texts and the code of a template, and whether each is code."""
    at, trims = 0, False
    while (start := text.find("{{", at)) >= 0:
        before = text[at:start]
        code, at, (left, right) = _code(text, start + 2)
        before = before.lstrip() if trims else before
        yield False, before.rstrip() if left else before
        if code is not None:
            yield True, code
        trims = right
    rest = text[at:]
    yield False, rest.lstrip() if trims else rest


def _code(text: str, at: int) -> tuple[str | None, int, tuple[bool, bool]]:
    """Return what is between braces, None for a comment; where it ends; what trims the text."""
    left = text.startswith("-", at) and text[at + 1 : at + 2].isspace()
    comment = re.compile(r"-?\s*/\*").match(text, at)
    if comment:
        close = text.find("*/", comment.end())
        found = re.compile(r"\*/\s*(-?)\}\}").match(text, close) if close >= 0 else None
        if not found:
            raise NotUnderstoodError
        return None, found.end(), (left, bool(found[1]))
    start = at = at + left
    while not text.startswith("}}", at):
        if text.startswith("-}}", at):
            break
        token = _TOKEN.match(text, at)
        if not token:
            raise NotUnderstoodError
        at = token.end()
    right = text.startswith("-", at)
    return text[start:at], at + 2 + right, (left, right)


def _block(
    parts: list[tuple[bool, str]], at: int, depth: int
) -> tuple[tuple[TemplateNode, ...], int, str]:
    """Return the nodes up to what ends them, the place after it, and it: `end`, `else …`."""
    if depth > _MAX_DEPTH:
        raise NotUnderstoodError
    made: list[TemplateNode] = []
    while at < len(parts):
        is_code, text = parts[at]
        at += 1
        if not is_code:
            made.append(TemplateNode("text", text))
            continue
        word, _, rest = text.strip().partition(" ")
        if word in ("end", "else"):
            return tuple(made), at, text.strip()
        if word in _BLOCKS:
            node, at = _branches(word, rest, parts, at, depth)
            made.append(node)
        elif word in ("define", "block", "template"):
            raise NotUnderstoodError
        elif word in ("break", "continue"):
            made.append(TemplateNode(word))
        elif word == "return":
            made.append(TemplateNode("return", pipe=_pipe(rest)))
        else:
            made.append(TemplateNode("output", pipe=_pipe(text)))
    return tuple(made), at, ""


def _branches(
    word: str, rest: str, parts: list[tuple[bool, str]], at: int, depth: int
) -> tuple[TemplateNode, int]:
    inner, at, end = _block(parts, at, depth + 1)
    other: tuple[TemplateNode, ...] = ()
    if end.startswith("else"):
        more, _, condition = end.removeprefix("else").strip().partition(" ")
        if more in _BLOCKS:
            node, at = _branches(more, condition, parts, at, depth + 1)
            return TemplateNode(word, pipe=_pipe(rest), inner=inner, other=(node,)), at
        other, at, end = _block(parts, at, depth + 1)
    if end != "end":
        raise NotUnderstoodError
    return TemplateNode(word, pipe=_pipe(rest), inner=inner, other=other), at


def _pipe(code: str) -> Pipe:
    tokens: list[tuple[str, str, bool]] = []  # kind, text, whether a space is before it
    at, spaced = 0, True
    code = code.strip()
    while at < len(code):
        token = _TOKEN.match(code, at)
        if not token:
            raise NotUnderstoodError
        if token.lastgroup != "space":
            tokens.append((token.lastgroup or "", token[0], spaced))
        spaced = token.lastgroup == "space"
        at = token.end()
    pipe, end = _commands(tokens, *_names(tokens), 0)
    if end != len(tokens):
        raise NotUnderstoodError
    return pipe


def _names(tokens: list[tuple[str, str, bool]]) -> tuple[int, tuple[str, ...], bool]:
    """Return where the commands begin, the variables that take their value, whether new ones."""
    sign = next((at for at, one in enumerate(tokens[:4]) if one[1] in (":=", "=")), -1)
    if sign < 0:
        return 0, (), False
    names = tuple(text for kind, text, _ in tokens[:sign] if kind == "variable")
    return sign + 1, names, tokens[sign][1] == ":="


def _commands(
    tokens: list[tuple[str, str, bool]], at: int, names: tuple[str, ...], is_new: bool, depth: int
) -> tuple[Pipe, int]:
    if depth > _MAX_DEPTH:
        raise NotUnderstoodError
    commands: list[tuple[Term, ...]] = []
    terms: list[Term] = []
    while at < len(tokens):
        kind, text, spaced = tokens[at]
        if text == ")" and kind == "sign":
            break
        at += 1
        if kind == "sign" and text == "|":
            commands.append(tuple(terms))
            terms = []
        elif kind == "sign" and text == "(":
            pipe, at = _commands(tokens, at, (), False, depth + 1)
            if tokens[at : at + 1] != [(")", ")", False)] and (
                at >= len(tokens) or tokens[at][1] != ")"
            ):
                raise NotUnderstoodError
            at += 1
            terms.append(Term("pipe", pipe))
        elif kind == "field" and not spaced and terms:
            terms[-1] = terms[-1]._replace(fields=(*terms[-1].fields, text[1:]))
        else:
            terms.append(_term(kind, text))
    commands.append(tuple(terms))
    if not all(commands):
        raise NotUnderstoodError
    return Pipe(tuple(commands), names, is_new), at


def _term(kind: str, text: str) -> Term:
    if kind in ("text", "char"):
        return Term("value", _ESCAPE.sub(_unescaped, text[1:-1]))
    if kind == "raw":
        return Term("value", text[1:-1])
    if kind == "number":
        digits = text.replace("_", "")[:20]
        return Term("value", float(digits) if "." in digits else int(digits))
    if kind == "field":
        return Term("dot", None, (text[1:],))
    if kind in ("dot", "variable"):
        return Term(kind, text)
    if kind == "word":
        return Term("value", _WORDS[text]) if text in _WORDS else Term("name", text)
    raise NotUnderstoodError


def _unescaped(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    return chr(int(code, 16)) if code else _LETTERS.get(found[3], found[3])
