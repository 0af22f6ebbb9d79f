"""CSS selectors: their text → their parts, and what is wrong with one. Pure.

Selectors of level 3 (https://www.w3.org/TR/selectors-3/) that mean something in a page at rest,
with `:is`, `:where`, `:has` and lists in `:not`. Every build checks its config, so this is quick.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from .unfit import Unfit

MAX_SELECTOR = 500  # characters
_MAX_DEPTH = 3  # of `:not(:is(…))`

_NAME = r"-?(?:[a-zA-Z_]|[^\x00-\x7f]|\\[^\n0-9a-fA-F])(?:[\w-]|[^\x00-\x7f]|\\[^\n0-9a-fA-F])*"
_TAG = re.compile(r"\*|[a-zA-Z][a-zA-Z0-9-]*")
_PLAIN = re.compile(r"([.#])((?:[\w-]|[^\x00-\x7f]|\\[^\n0-9a-fA-F])+)")
_ATTRIBUTE = re.compile(
    rf"\[\s*({_NAME})\s*(?:([~|^$*]?=)\s*(?:\"([^\"\\]*)\"|'([^'\\]*)'|([\w-]+))\s*([iI])?\s*)?\]"
)
_PSEUDO = re.compile(r":([a-z-]+)(\()?")
_COMBINATOR = re.compile(r"\s*([>+~])\s*|\s+(?![,)]|$)")
_NTH = re.compile(r"\s*(?:(odd|even)|([+-]?\d*)n\s*(?:([+-])\s*(\d+))?|([+-]?\d+))\s*\)")

_SIMPLE = (
    *("first-child", "last-child", "only-child"),
    *("first-of-type", "last-of-type", "only-of-type", "empty", "root"),
)
_COUNTED = ("nth-child", "nth-last-child", "nth-of-type", "nth-last-of-type")
_LISTS = ("not", "is", "where", "has")


class Attribute(NamedTuple):
    """What an attribute must be; `sign` is "" where it must only be there."""

    name: str
    sign: str
    value: str
    any_case: bool


class Pseudo(NamedTuple):
    """A pseudo-class: with a list of selectors, or counted (`a` and `b` of `an+b`)."""

    name: str
    selectors: tuple[Selector, ...] = ()
    step: int = 0
    first: int = 0


class Compound(NamedTuple):
    """What one element must be; `tag` is "" for any."""

    tag: str
    identity: str
    classes: tuple[str, ...]
    attributes: tuple[Attribute, ...]
    pseudos: tuple[Pseudo, ...]


class Selector(NamedTuple):
    """Elements, the last one first, each with how it goes with the one before: ` `, `>`, `+`, `~`.

    The sign of the first written one is "", or that of `:has(> p)`.
    """

    steps: tuple[tuple[str, Compound], ...]


def parse_selectors(text: str) -> tuple[Selector, ...]:
    """Return the selectors of a list with commas between them. Raises Unfit."""
    if len(text) > MAX_SELECTOR:
        raise Unfit(f"has over {MAX_SELECTOR} characters")
    reader = _Reader(text)
    found = reader.selectors(0, relative=False)
    if reader.at < len(text):
        raise reader.unfit()
    return found


class _Reader:
    """One text, and how far it is read."""

    def __init__(self, text: str) -> None:
        self.at = 0
        self._text = text

    def unfit(self) -> Unfit:
        rest = self._text[self.at :].strip()[:40]
        return Unfit(f"can't be read as CSS at {rest!r}" if rest else "ends too early for CSS")

    def selectors(self, depth: int, *, relative: bool) -> tuple[Selector, ...]:
        """Read a list up to its end, or its closing parenthesis."""
        if depth > _MAX_DEPTH:
            raise Unfit("has too many parentheses in each other")
        found = [self._selector(depth, relative)]
        while self._take(r"\s*,"):
            found.append(self._selector(depth, relative))
        self._take(r"\s*")
        return tuple(found)

    def _take(self, pattern: str) -> re.Match[str] | None:
        return self._match(re.compile(pattern))

    def _match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        found = pattern.match(self._text, self.at)
        if found:
            self.at = found.end()
        return found

    def _selector(self, depth: int, relative: bool) -> Selector:
        self._take(r"\s*")
        sign = self._take(r"([>+~])\s*") if relative else None
        steps = [(sign[1] if sign else (" " if relative else ""), self._compound(depth))]
        while sign := self._match(_COMBINATOR):
            steps.append((sign[1] or " ", self._compound(depth)))
        return Selector(tuple(reversed(steps)))

    def _compound(self, depth: int) -> Compound:
        start = self.at
        tag = self._match(_TAG)
        identity, classes = "", []
        attributes: list[Attribute] = []
        pseudos: list[Pseudo] = []
        while True:
            if plain := self._match(_PLAIN):
                name = plain[2].replace("\\", "")
                if plain[1] == ".":
                    classes.append(name)
                elif identity in ("", name):
                    identity = name
                else:
                    raise Unfit("wants two ids of one element")
            elif found := self._match(_ATTRIBUTE):
                value = next((one for one in found.group(3, 4, 5) if one is not None), "")
                attributes.append(
                    Attribute(found[1].lower(), found[2] or "", value, bool(found[6]))
                )
            elif self._text[self.at : self.at + 1] == ":":
                pseudos.append(self._pseudo(depth))
            else:
                break
        if self.at == start:
            raise self.unfit()
        name = tag[0].lower().strip("*") if tag else ""
        return Compound(name, identity, tuple(classes), tuple(attributes), tuple(pseudos))

    def _pseudo(self, depth: int) -> Pseudo:
        start = self.at
        found = self._match(_PSEUDO)
        name = found[1] if found else ""
        if found and name in _SIMPLE and not found[2]:
            return Pseudo(name)
        if found and name in _COUNTED and found[2] and (counted := self._match(_NTH)):
            return Pseudo(name, (), *_counted(counted))
        if found and name in _LISTS and found[2]:
            selectors = self.selectors(depth + 1, relative=name == "has")
            if self._take(r"\)"):
                return Pseudo(name, selectors)
        else:
            self.at = start
        raise self.unfit()


def _counted(found: re.Match[str]) -> tuple[int, int]:
    """Return a and b of `an+b`."""
    if found[1]:
        return 2, int(found[1] == "odd")
    if found[5]:
        return 0, int(found[5])
    step = int(f"{found[2]}1") if found[2] in ("", "+", "-") else int(found[2])
    return step, int(f"{found[3]}{found[4]}") if found[3] else 0
