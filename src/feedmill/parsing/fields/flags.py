"""What keeps an article out of the feeds: flags such as `draft: true`, and its status.

Doubt keeps it out, too: a flag that cannot be read, or that says two things, is an error.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from datetime import UTC

from feedmill.parsing.sheet import Sheet, is_absent
from feedmill.parsing.yaml.fast import Value

from . import dates
from .values import boolean

REMOVED = "removed"
DRAFT = "draft"
PUBLISHED = "published"
# What keeps an article out: the field, the value that does, and the name of the reason.
FLAGS: tuple[tuple[str, bool, str], ...] = (
    ("published", False, "unpublished"),
    ("draft", True, DRAFT),
    ("removed", True, REMOVED),
    ("hidden", True, "hidden"),
)
# What `status` says with each generator, in lower case; `articles.statuses` adds words that mean
# published. Any other word keeps an article out.
STATUSES: dict[str, dict[str, str]] = {
    # https://docs.getpelican.com/en/latest/content.html
    "Pelican": {"published": PUBLISHED, "draft": DRAFT, "hidden": "hidden", "skip": "hidden"},
    # https://squidfunk.github.io/mkdocs-material/reference/#setting-the-page-status
    "Material for MkDocs": {"new": PUBLISHED, "deprecated": PUBLISHED},
    # https://wordpress.org/documentation/article/post-status/
    "WordPress exports": {"publish": PUBLISHED},
    # https://www.drupal.org/docs/drupal-apis/entity-api: the field `status` of a node
    "Drupal exports": {
        "1": PUBLISHED,
        "true": PUBLISHED,
        "0": "unpublished",
        "false": "unpublished",
    },
}
_NOTHING: Mapping[str, Container[str]] = {}
_MEANINGS = {word: meaning for words in STATUSES.values() for word, meaning in words.items()}


def kept_out(
    sheet: Sheet, statuses: Container[str], hides: Mapping[str, Container[str]] = _NOTHING
) -> list[str]:
    """Return why an article is not to be published, the reason that counts first; note doubts.

    `statuses` are more words, in lower case, that mean published; `hides` has keys of the site's
    generator, with the values that keep an article out of its lists. That an article is
    removed comes last of several reasons: what never was published is not to be announced.
    """
    reasons = [name for field, out, name in FLAGS if _says(sheet, field, out)]
    if status := _status(sheet, statuses):
        reasons.append(status)
    if hides and any(_is_hidden(sheet, key, hides[key]) for key in hides):
        reasons.append("hidden")
    return sorted(reasons, key=lambda reason: reason == REMOVED)


def _is_hidden(sheet: Sheet, key: str, words: Container[str]) -> bool:
    """Return whether a key of the front matter, or of a map in it, has one of these values."""
    outer, _, inner = key.partition(".")
    value = sheet.values.get(outer)
    if inner:
        value = value.get(inner) if isinstance(value, dict) else None
    return isinstance(value, str) and value.strip().lower() in words


def is_flag(key: str, keys: Mapping[str, Container[str]]) -> bool:
    """Return whether a key, in lower case, is one of a flag's; `keys` are those of each field."""
    return any(key in keys[field] for field in (*(field for field, _, _ in FLAGS), "status"))


def published_on(sheet: Sheet) -> tuple[str, Value] | None:
    """Return key and text of `published:` where that is a date, as in Hugo and Astro, or None."""
    return next((found for found in sheet.every("published") if _is_date(found[1])), None)


def _says(sheet: Sheet, field: str, out: bool) -> bool:
    """Return whether a flag keeps the article out; note what is wrong with it."""
    said: dict[bool, str] = {}
    for key, value in sheet.every(field):
        if field == PUBLISHED and _is_date(value):
            said[not out] = key
        elif (flag := boolean(value)) is not None:
            said[flag] = key
        elif _is_empty(value):
            # An empty `draft:` is one that nobody filled in; nobody writes `published:` to say yes.
            if not out:
                sheet.note("bad-flag", f"{key} is empty; write true or false", key)
        else:
            sheet.note("bad-flag", f"{key} is {_shown(value)}; write true or false", key)
    if len(said) > 1:
        key = said[out]
        sheet.note("bad-flag", f"{key} is both true and false; write it once", key)
    return out in said


def _status(sheet: Sheet, statuses: Container[str]) -> str | None:
    """Return the reason that `status` has for keeping the article out, or None."""
    said: dict[str, str] = {}
    for key, value in sheet.every("status"):
        if _is_empty(value):
            continue
        word = " ".join(value.split()).lower() if isinstance(value, str) else ""
        meaning = PUBLISHED if word and word in statuses else _MEANINGS.get(word)
        if meaning is not None:
            said[meaning] = key
        elif isinstance(value, str):
            message = (
                f"{key} is {_shown(value)}, which is not known to mean published; if it does, add "
                "it to articles.statuses"
            )
            sheet.note("bad-flag", message, key)
        else:
            sheet.note("bad-flag", f"{key} is {_shown(value)}; write one word", key)
    reasons = [meaning for meaning in said if meaning != PUBLISHED]
    if reasons and PUBLISHED in said:
        key = said[reasons[0]]
        sheet.note("bad-flag", f"{key} has two values; write it once", key)
    return reasons[0] if reasons else None


def _is_date(value: Value) -> bool:
    if not isinstance(value, str) or boolean(value) is not None:
        return False
    try:
        dates.parse_date(value, UTC)
    except ValueError:
        return False
    return True


def _is_empty(value: Value) -> bool:
    return is_absent(value.strip() if isinstance(value, str) else value)


def _shown(value: Value) -> str:
    return repr(value[:40]) if isinstance(value, str) else "a list or a map"
