"""Values of front matter: text, numbers, names, people. Addresses are in `linked.py`.

Each function takes the sheet and the name of a field, notes what is wrong there, and returns the
value, or None or nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from feedmill import text, urls
from feedmill.generators.rules import by_comma
from feedmill.model import Person
from feedmill.names import fold as identity
from feedmill.parsing.sheet import Sheet, is_absent
from feedmill.parsing.yaml.fast import Value

MAX_TOPIC = 200
_BOOLEANS = {"true": True, "yes": True, "on": True, "1": True}
_BOOLEANS |= {"false": False, "no": False, "off": False, "0": False}
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_MARKDOWN_LINK = re.compile(r"\s*\[([^\[\]]+)\]\(<?(https?://[^()\s<>]+)>?\)")
# `Ann Lee ([@ann](https://…))`, and the same without the outer brackets.
_HANDLE = re.compile(
    r"([^()\[\]]+?)\s*(?:\(\[[^\[\]]+\]|\[@[^\[\]]+\])\(<?(https?://[^()\s<>]+)>?\)"
)
_AMONG = re.compile(r"(\s*,\s*and\s+|\s+and\s+|\s*&\s*|\s*,\s*|\s+[\u2013\u2014-]\s+)")
_MAX_CREDITS = 2000  # characters
_EMAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+")
_MAX_NUMBER = 10**9


def boolean(value: Value | None) -> bool | None:
    """Return what `yes`, `False`, `1`… mean, or None."""
    return _BOOLEANS.get(value.strip().lower()) if isinstance(value, str) else None


def number(value: Value | None) -> int | None:
    """Return a whole number, `3.6` rounded, or None."""
    try:
        found = float(value) if isinstance(value, str) else _MAX_NUMBER + 1
    except ValueError:
        return None
    return round(found) if abs(found) <= _MAX_NUMBER else None


def title(sheet: Sheet) -> str:
    """Return the title as plain text, or ""."""
    return plain_text(sheet, "title", "bad-title")


def plain_text(sheet: Sheet, field: str, code: str = "bad-text") -> str:
    """Return text without mark-up, or ""; `code` is the problem if it is a list or a map."""
    found = sheet.find_text(field, code)
    return text.written_plain(found[1]) if found else ""


def word(sheet: Sheet, field: str) -> str | None:
    """Return text as it is written, white space folded, or None."""
    found = sheet.find_text(field)
    return text.fold_text(found[1]) or None if found else None


def score(sheet: Sheet, field: str) -> int | None:
    """Return a whole number, or None."""
    found = sheet.find(field)
    if found is None:
        return None
    value = number(found[1])
    if value is None:
        sheet.note("bad-number", f"{found[0]} is not a number", found[0])
    return value


def parse_language(sheet: Sheet, field: str) -> str | None:
    """Return a language tag (BCP 47), or None: `en_US.UTF-8` is read as `en-US`."""
    found = sheet.find_text(field)
    if found is None:
        return None
    tag = found[1].strip().split(".")[0].replace("_", "-")
    if _LANGUAGE.fullmatch(tag):
        return tag
    sheet.note("bad-language", f"{found[0]} {found[1][:40]!r} is not a language tag", found[0])
    return None


def parse_topics(
    sheet: Sheet, field: str, split: Callable[[str], list[str]] = by_comma
) -> tuple[str, ...]:
    """Return names, each once, from a list, or from text that `split` takes apart."""
    found = sheet.find_all(field, split)
    if found is None:
        return ()
    key, value = found
    if isinstance(value, str):
        value = [part for part in split(value) if part.strip()]
    if isinstance(value, dict):
        sheet.note("bad-topic", f"{key} is a map; write a list of names", key)
        return ()
    names: dict[str, str] = {}
    for item in value:
        if isinstance(item, dict):  # as Docusaurus has them: {label, permalink}
            item = item.get("label") or item.get("name") or item
        if not isinstance(item, str):
            sheet.note("bad-topic", f"{key} holds a list or a map; write names", key)
            continue
        name = text.fold_text(item)
        if is_absent(name):
            sheet.note("empty-topic", f"{key} holds an empty name", key)
        elif len(name) > MAX_TOPIC:
            sheet.note("bad-topic", f"a topic has {len(name)} characters, over {MAX_TOPIC}", key)
        else:
            names.setdefault(identity(name), name)
    return tuple(names.values())


def parse_people(
    sheet: Sheet, field: str, home: str, known: Mapping[str, Person]
) -> tuple[Person, ...]:
    """Return people, from text, a map, or a list of either; `home` as in `urls.on_site`.

    `known` are those who go by another name, which is folded.
    """
    found = sheet.find(field)
    if found is None:
        return ()
    key, value = found
    items = value if isinstance(value, list) else _several(value)
    found_people = (
        (isinstance(item, str) and known.get(identity(item))) or _person(sheet, key, item, home)
        for item in items
    )
    return tuple(person for person in found_people if person)


def _several(value: Value) -> list[Value]:
    """Take apart whom a text with Markdown's links names; anything else is one author.

    Besides those with links these are names between them, or after `and`; what else is said of
    people (`[Ann](https://…), editor`) is not.
    """
    if not isinstance(value, str) or "](" not in value or len(value) > _MAX_CREDITS:
        return [value]
    parts = _AMONG.split(value.strip().removeprefix("By ").removeprefix("by "))
    parts = [_HANDLE.sub(r"[\1](\2)", part) if _HANDLE.match(part) else part for part in parts]
    links = [at for at in range(0, len(parts), 2) if _MARKDOWN_LINK.match(parts[at])]
    ends = [at for at in range(2, len(parts), 2) if "and" in parts[at - 1] and _is_name(parts[at])]
    # A list such as `[Ann](…), [Bob](…), Cy` goes on with names.
    if any(at + 2 in links and "and" not in parts[at + 1] for at in links):
        ends += [at for at in range(links[-1] + 2, len(parts), 2) if _is_name(parts[at])]
    last = max([*links, *ends, 0])
    found = [at for at in range(0, last + 1, 2) if at in links or _is_name(parts[at])]
    return [parts[at] for at in found] or [_MARKDOWN_LINK.sub(r" \1", value)]


def _is_name(part: str) -> bool:
    """Return whether a text looks like a name: all its words begin with a capital letter."""
    return (
        "[" not in part
        and part[:1].isupper()
        and not any(word[0].islower() for word in part.split())
    )


def _linked(written: str) -> dict[str, Value]:
    """Take `[Jane](https://…), editor` apart: her name and her address."""
    found = _MARKDOWN_LINK.match(written)
    return {"name": found[1], "link": found[2]} if found else {"name": written}


def _person(sheet: Sheet, key: str, item: Value, home: str) -> Person | None:
    fields = _linked(item) if isinstance(item, str) else item
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
            sheet.note("bad-author", f"the email of {name} is not an e-mail address", key)
    return Person(name=name, uri=uri, email=email)


def named(sheet: Sheet, keys: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return the texts of front-matter fields by lower-case key; each is one text, or a list."""
    found: dict[str, tuple[str, ...]] = {}
    for key in keys:
        value = sheet.values.get(key)
        items = value if isinstance(value, list) else [value]
        texts = tuple(_texts(sheet, key, items))
        if texts:
            found[key] = texts
    return found


def _texts(sheet: Sheet, key: str, items: Iterable[Value | None]) -> Iterator[str]:
    for item in items:
        if is_absent(item):
            continue
        if not isinstance(item, str):
            sheet.note("bad-field", f"{key} holds a list or a map; write text", key)
        elif len(item) > MAX_TOPIC:
            sheet.note("bad-field", f"{key} has {len(item)} characters, over {MAX_TOPIC}", key)
        elif written := text.fold_text(item):
            yield written
