"""Front matter that sections and settings of Hugo give to pages below, and what they hide. Pure.

https://gohugo.io/content-management/front-matter/#cascade-1
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from feedmill.generators.facts import Facts, as_values, chosen, found, literal
from feedmill.generators.proposal import Values

_MANY = 60
_NEVER = ("never", "false", "local")
# Regular expressions of `ignoreFiles` that only look for a text.
_TEXT = re.compile(r"(\^?)((?:[\w/ _-]|\\[.\-/_]|\.(?![*+?{]))+)(\$?)")


class Cascade(NamedTuple):
    """The pattern of files, the front matter that they have, whether they are shown nowhere."""

    files: str
    values: Values
    is_hidden: bool


def cascades(facts: Facts, settings: Mapping[str, Any], content: str) -> list[Cascade]:
    """Return what is given to pages, the deepest sections first, settings last."""
    made: list[Cascade] = []
    for path, head in facts.heads.items():
        folder, _, name = path.rpartition("/")
        if name.startswith("_index."):
            made += _given(found(head, "cascade"), literal(folder), content)
    made.sort(key=lambda one: -one.files.count("/"))
    return [*made, *_given(found(settings, "cascade"), literal(content), content)]


def hidden_files(
    facts: Facts, settings: Mapping[str, Any], given: Iterable[Cascade], folders: Iterable[str]
) -> Iterator[str]:
    """Yield the patterns of files that no page is made of, as far as there are such files."""
    paths = [f"{folder}/{path}" for folder in folders for path in facts.articles(f"{folder}/")]
    there = Facts(paths=tuple(paths))
    yield from (one.files for one in given if one.is_hidden and chosen(there, [one.files]))
    ignored = found(settings, "ignoreFiles")
    for text in ignored[:_MANY] if isinstance(ignored, list) else ():
        plain = _TEXT.fullmatch(text) if isinstance(text, str) else None
        if not plain or plain[1]:
            continue
        wanted = plain[2].replace("\\", "")
        hit = [one for one in paths if (one.endswith(wanted) if plain[3] else wanted in f"/{one}")]
        yield from map(literal, hit[:_MANY])


def _given(cascade: Any, top: str, content: str) -> Iterator[Cascade]:
    for one in cascade if isinstance(cascade, list) else [cascade]:
        if not isinstance(one, Mapping):
            continue
        target = found(one, "target") or found(one, "_target")
        files = f"{top}/**"
        if isinstance(target, Mapping):
            path = found(target, "path")
            if not isinstance(path, str) or {str(key).lower() for key in target} != {"path"}:
                continue  # of a kind, a language, an environment
            files = f"{literal(content)}/{path.strip('/{}')}"
        build = found(one, "build") or found(one, "_build")
        is_hidden = any(str(found(build, key)).lower() in _NEVER for key in ("render", "list"))
        values = as_values({**(found(one, "params") or {}), **one})
        if values or is_hidden:
            yield Cascade(files, values, is_hidden)
