"""The fields of an article: which keys they are read from, and how each is read.

Each reader takes the sheet, notes what is wrong there, and gives the value, or None or nothing.
"""

from __future__ import annotations

import re

from feedmill import text, urls
from feedmill.model import Person
from feedmill.names import fold as identity

from .sheet import Sheet, is_absent
from .yaml.fast import Value

# Nothing outside these keys ever gets into an article. The first key present counts; case does
# not. `articles.fields` in config.yaml replaces a row.
FIELDS: dict[str, tuple[str, ...]] = {
    "id": ("id", "guid"),
    "title": ("title", "name"),
    "summary": ("excerpt", "description", "summary"),
    "link": ("webUrl", "originalUrl", "link", "url"),
    "published_at": ("publishedDateTime", "date", "pubDate", "publishDate"),
    "updated_at": ("updatedDateTime", "lastmod", "modified", "updated", "updatedDate"),
    "topics": ("topics", "tags", "categories", "category"),
    "authors": ("authors", "author"),
    "provider": ("provider",),
    "images": ("images", "image", "cover"),
    "related": ("related",),
    "language": ("locale", "language", "lang"),
    "slug": ("slug",),
    "type": ("type",),
    "quality": ("quality",),
    "heat": ("heat",),
    "published": ("published",),
    "draft": ("draft",),
    "removed": ("removed",),
    "hidden": ("hidden",),
    "status": ("status",),
}
MAX_TOPIC = 200
_BOOLEANS = {"true": True, "yes": True, "on": True, "1": True}
_BOOLEANS |= {"false": False, "no": False, "off": False, "0": False}
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_EMAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+")
_MAX_NUMBER = 10**9


def boolean(value: Value | None) -> bool | None:
    """Give what `yes`, `False`, `1`… mean, or None."""
    return _BOOLEANS.get(value.strip().lower()) if isinstance(value, str) else None


def number(value: Value | None) -> int | None:
    """Give a whole number, `3.6` rounded, or None."""
    try:
        found = float(value) if isinstance(value, str) else _MAX_NUMBER + 1
    except ValueError:
        return None
    return round(found) if abs(found) <= _MAX_NUMBER else None


def title(sheet: Sheet) -> str:
    """Give the title as plain text, or ""."""
    found = sheet.find_text("title", "bad-title")
    return text.plain(found[1]) if found else ""


def summary(sheet: Sheet) -> str:
    """Give the summary as plain text, or ""."""
    found = sheet.find_text("summary")
    return text.plain(found[1]) if found else ""


def kind(sheet: Sheet) -> str | None:
    """Give the type, which serves selecting only."""
    found = sheet.find_text("type")
    return text.fold(found[1]) or None if found else None


def score(sheet: Sheet, field: str) -> int | None:
    """Give `quality` or `heat`."""
    found = sheet.find(field)
    if found is None:
        return None
    value = number(found[1])
    if value is None:
        sheet.note("bad-number", f"{found[0]} is not a number", found[0])
    return value


def language(sheet: Sheet) -> str | None:
    """Give the language tag (BCP 47): `en_US.UTF-8` is read as `en-US`."""
    found = sheet.find_text("language")
    if found is None:
        return None
    tag = found[1].strip().split(".")[0].replace("_", "-")
    if _LANGUAGE.fullmatch(tag):
        return tag
    sheet.note("bad-language", f"{found[0]} {found[1][:40]!r} is no language tag", found[0])
    return None


def topics(sheet: Sheet) -> tuple[str, ...]:
    """Give the topics, each once, from a list, one name, or `a, b`."""
    found = sheet.find("topics")
    if found is None:
        return ()
    key, value = found
    if isinstance(value, str):
        value = [part for part in value.split(",") if part.strip()]
    if isinstance(value, dict):
        sheet.note("bad-topic", f"{key} is a map; write a list of names", key)
        return ()
    names: dict[str, str] = {}
    for item in value:
        if not isinstance(item, str):
            sheet.note("bad-topic", f"{key} holds a list or a map; write names", key)
            continue
        name = text.fold(item)
        if is_absent(name):
            sheet.note("empty-topic", f"{key} holds an empty name", key)
        elif len(name) > MAX_TOPIC:
            sheet.note("bad-topic", f"a topic has {len(name)} characters, over {MAX_TOPIC}", key)
        else:
            names.setdefault(identity(name), name)
    return tuple(names.values())


def authors(sheet: Sheet, home: str) -> tuple[Person, ...]:
    """Give the authors, from text, a map, or a list of either; `home` as in `urls.on_site`."""
    found = sheet.find("authors")
    if found is None:
        return ()
    key, value = found
    items = value if isinstance(value, list) else [value]
    people = (_person(sheet, key, item, home) for item in items)
    return tuple(person for person in people if person)


def _person(sheet: Sheet, key: str, item: Value, home: str) -> Person | None:
    fields = {"name": item} if isinstance(item, str) else item
    name = fields.get("name") if isinstance(fields, dict) else None
    name = text.plain(name) if isinstance(name, str) else ""
    if not isinstance(fields, dict) or is_absent(name):
        sheet.note("bad-author", f"{key} holds an author without a name", key)
        return None
    link = next((fields[name] for name in ("link", "url", "uri") if fields.get(name)), None)
    uri = email = None
    if link is not None:
        try:
            uri = urls.on_site(home, link if isinstance(link, str) else "")
        except ValueError as error:
            sheet.note("bad-author", f"the link of {name} {error}", key)
    mail = fields.get("email")
    if isinstance(mail, str) and not is_absent(mail):
        email = mail.strip() if _EMAIL.fullmatch(mail.strip()) and mail.isprintable() else None
        if email is None:
            sheet.note("bad-author", f"the email of {name} is no address", key)
    return Person(name=name, uri=uri, email=email)
