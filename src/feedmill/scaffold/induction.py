"""Infer, from an article and its address, the patterns that lead from one to the other. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, product
from urllib.parse import unquote

from feedmill.generators.rules import NO_RULES
from feedmill.generators.table import GENERATORS, SLUG_RULES
from feedmill.parsing.placeholders import Compiled, Subject, compile_pattern

_MOST = 24  # patterns for one article
_NAMES = ("slug", "name", "stem", "title")


def candidates(subject: Subject, path: str, generator: str) -> list[str]:
    """Return patterns that make the path of an address, decoded, from an article.

    `generator` is a name of GENERATORS, or "".
    """
    ending = "/" if path.endswith("/") else ""
    body = path.strip("/")
    if body.endswith(".html"):
        body, ending = body.removesuffix(".html"), ".html"
    parts = body.split("/")
    choices = [_last(subject, parts[-1], generator)]
    choices += [_folder(subject, part) for part in reversed(parts[:-1])]
    made = ("/".join(reversed(one)) for one in product(*choices))
    plain = (f"/{one}{ending}" for one in islice(made, _MOST))
    whole = (f"/{one}{ending}" for one in _whole(subject, body, generator))
    return [*dict.fromkeys([*whole, *(one for one in plain if "{" in one)])][:_MOST]


def _last(subject: Subject, part: str, generator: str) -> list[str]:
    """Return placeholders for the last part of an address; itself if there is none."""
    found = list(_named(subject, part, _NAMES, generator))
    if not found:
        dated = _dates(subject, part)
        _, day, rest = dated.rpartition("{day}")
        rest = rest.lstrip("-_")
        start = dated.removesuffix(rest) if day and rest else ""
        named = _named(subject, rest, _NAMES, generator) if start else ()
        found = [start + one for one in named] or ([dated] if dated != part else [])
    slug = subject.sheet.find("slug")
    if not slug:  # of other articles it may be the key that counts
        found += ["{slug|".join(one.rsplit("{", 1)) for one in found if "{slug" not in one]
    return found[:8] or [part]


def _named(subject: Subject, part: str, names: tuple[str, ...], generator: str) -> Iterator[str]:
    for name in names:
        for rule in ("", *(f":{one}" for one in SLUG_RULES)):
            placeholder = f"{{{name}{rule}}}"
            if name == "slug" and not subject.sheet.find("slug"):
                continue
            if _fills(placeholder, subject, part, generator):
                yield placeholder
                break


def _folder(subject: Subject, part: str) -> list[str]:
    dated = _dates(subject, part)
    return [dated, part] if dated != part else [part]


def _dates(subject: Subject, part: str) -> str:
    """Put placeholders for what is the article's date."""
    day = subject.day
    if part == f"{day.year:04}":
        return "{year}"
    if part in (f"{day.month:02}", f"{day.day:02}"):
        return "{month}" if part == f"{day.month:02}" else "{day}"
    if part in (str(day.month), str(day.day)):
        return "{i_month}" if part == str(day.month) else "{i_day}"
    return re.sub(
        rf"(?<!\d){day.year:04}(?P<gap>[-_.]?){day.month:02}(?P=gap){day.day:02}(?!\d)",
        lambda found: f"{{year}}{found[1]}{{month}}{found[1]}{{day}}",
        part,
    )


def _whole(subject: Subject, body: str, generator: str) -> Iterator[str]:
    """Yield patterns with the article's folders in them, after what stands before these."""
    for rule in ("", ":raw", ":lower", ":github", ":hugo-path"):
        for name in ("path", "folder"):
            try:
                made = unquote(_compiled(f"{{{name}{rule}}}", generator)(subject))
            except ValueError:
                continue
            if not made:
                continue
            if name == "path" and (body == made or body.endswith(f"/{made}")):
                parts = body.removesuffix(made).split("/")
                yield "/".join(_dates(subject, part) for part in parts) + f"{{path{rule}}}"
            elif name == "folder" and f"/{made}/" in f"/{body}":
                before, _, after = f"/{body}".partition(f"/{made}/")
                for last in _last(subject, after, generator)[:3]:
                    if "/" not in after:
                        yield f"{before}/{{folder{rule}}}/{last}".lstrip("/")


def _fills(placeholder: str, subject: Subject, part: str, generator: str) -> bool:
    try:
        return unquote(_compiled(placeholder, generator)(subject)) == part
    except ValueError:
        return False


@lru_cache(maxsize=1024)
def _compiled(pattern: str, generator: str) -> Compiled:
    return compile_pattern(pattern, GENERATORS[generator].rules if generator else NO_RULES)
