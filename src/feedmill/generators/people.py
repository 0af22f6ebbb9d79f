"""Who the keys in front matter stand for, from the data files of a site. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from .facts import DATA, Facts, found, parsed, plain_value
from .proposal import Author

__all__ = ["Author", "in_files", "known", "people", "person"]

_URIS = ("url", "uri", "link", "website", "web", "site", "homepage", "blog", "page")
_NAMES = ("name", "display_name", "displayname", "full_name", "fullname", "title")
_HANDLES = (("github", "https://github.com/"), ("twitter", "https://twitter.com/"))
_EMAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+")


def person(value: object) -> Author | None:
    """Return the author that a value of settings names, or None."""
    if isinstance(value, str):
        return Author(name=" ".join(value.split())) if value.strip() else None
    name = plain_value(value, *_NAMES)
    if not name:
        first, last = (
            plain_value(value, "first_name", "firstname"),
            plain_value(value, "last_name", "lastname"),
        )
        name = f"{first} {last}".strip()
    if not name:
        return None
    uri = plain_value(value, *_URIS)
    if not uri.startswith(("https://", "http://")):
        handles = ((start, plain_value(value, key)) for key, start in _HANDLES)
        full = ((start, one) for start, one in handles if re.fullmatch(r"@?[\w-]+", one))
        uri = next((start + one.removeprefix("@") for start, one in full), "")
    email = plain_value(value, "email", "mail")
    return Author(name=name, uri=uri, email=email if _EMAIL.fullmatch(email) else "")


def people(value: object) -> dict[str, Author]:
    """Return the authors of a map from keys to who they are, or of a list with keys in it."""
    if isinstance(value, list):
        keyed: Iterable[tuple[str, Any]] = (
            (
                plain_value(one, "key", "id", "slug", "username", "handle", "short_name", "github"),
                one,
            )
            for one in value
        )
    elif isinstance(value, Mapping):
        keyed = ((str(key), one) for key, one in value.items())
    else:
        return {}
    made = {key: person(one) for key, one in keyed if key and not isinstance(one, list)}
    return {key: one for key, one in made.items() if one and key != ""}


def in_files(facts: Facts, *places: str) -> dict[str, Author]:
    """Return the authors in files of data, named without ending, or in folders of one file each."""
    authors: dict[str, Author] = {}
    for place in places:
        for ending in DATA:
            text = facts.texts.get(f"{place}.{ending}")
            if text is None:
                continue
            value = parsed(text, ending)
            inner = value.get("authors", value.get("", value))
            authors = {**people(inner), **authors}
        authors = {**_in_folder(facts, place), **authors}
    return authors


def _in_folder(facts: Facts, folder: str) -> dict[str, Author]:
    authors = {}
    for path, text in facts.texts.items():
        if not path.startswith(f"{folder}/"):
            continue
        name, _, ending = path.removeprefix(f"{folder}/").rpartition(".")
        name = name.removesuffix("/_index").removesuffix("/index")
        if name and "/" not in name:
            value = facts.heads.get(path) if ending == "md" else parsed(text, ending)
            key = plain_value(value, "short_name", "username", "key", "id") or name
            if one := person(value):
                authors[key] = one
    return authors


def known(authors: Mapping[str, Author], facts: Facts, *keys: str) -> dict[str, Author]:
    """Return those authors whom front matter names by their key, and not by their name."""
    named: set[str] = set()
    heads = [*facts.heads.values()]
    heads += [inner for one in heads for inner in one.values() if isinstance(inner, dict)]
    for head in heads:
        for key in (*keys, "author", "authors"):
            value = found(head, key)
            items = value if isinstance(value, list) else [value]
            named |= {one.strip().casefold() for one in items if isinstance(one, str)}
    return {
        key: one
        for key, one in authors.items()
        if key.casefold() in named and (one.name.casefold() != key.casefold() or one.uri)
    }
