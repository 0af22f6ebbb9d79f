"""Glob patterns over paths with `/`: `*`, `?`, `[…]` within a name, `**` over folders. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache


def matcher(include: Iterable[str], exclude: Iterable[str] = ()) -> Matcher:
    """Make a test of whole relative paths. Names that begin with a dot must be asked for."""
    return Matcher(include, exclude)


class Matcher:
    """What `matcher` gives; can be pickled."""

    def __init__(self, include: Iterable[str], exclude: Iterable[str]) -> None:
        self._wanted = re.compile("|".join(map(translate, include)))
        self._unwanted = re.compile("|".join(map(translate, exclude)) or r"(?!)")

    def __call__(self, path: str) -> bool:
        """Return whether an include pattern matches, and no exclude pattern does."""
        return bool(self._wanted.fullmatch(path)) and not self._unwanted.fullmatch(path)


def is_address(text: str) -> bool:
    """Return whether a path or pattern is an address, such as `s3://bucket/articles/**/*.md`."""
    return "://" in text


@lru_cache
def translate(pattern: str) -> str:
    """Return the regular expression of one pattern; a folder stands for all that is in it."""
    if pattern.endswith("/"):
        pattern += "**"
    parts = pattern.removeprefix("./").split("/")
    out = []
    for number, part in enumerate(parts):
        last = number == len(parts) - 1
        if part == "**":
            out.append(r"(?!\.)(?:[^/]+(?:/(?!\.)|$))*" if last else r"(?:(?!\.)[^/]+/)*")
        else:
            out.append(_translate_name(part) + ("" if last else "/"))
    return "".join(out)


def _translate_name(name: str) -> str:
    out = [] if name.startswith(".") else [r"(?!\.)"]
    at = 0
    while at < len(name):
        sign = name[at]
        at += 1
        if sign == "*":
            out.append("[^/]*")
        elif sign == "?":
            out.append("[^/]")
        elif sign == "[" and (end := name.find("]", at + 1)) > 0:
            chosen = name[at:end].replace("\\", r"\\").replace("[", r"\[")
            out.append(f"[{'^' + chosen[1:] if chosen[0] in '!^' else chosen}]")
            at = end + 1
        else:
            out.append(re.escape(sign))
    return "".join(out)
