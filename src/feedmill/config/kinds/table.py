"""What a text in the config may be beyond its type: an address, a language tag, a folder. Pure.

Each kind is a row of KINDS: what is expected, in words, and a function that takes the text
(not empty, printable, in one line, not too long) and gives its normal form, or raises Unfit.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable

from msgspec import Struct

from feedmill import names
from feedmill.dimensions import DIMENSIONS
from feedmill.fields import FIELDS
from feedmill.formats import FORMATS
from feedmill.sources.patterns import is_address, translate

from .addresses import base_url, domain, url, valid_authority, valid_host
from .bodies import extension, served_path, shortcode, shortcode_name
from .files import feed_file, feed_id, feed_path
from .types import ID_PLACEHOLDERS, LINK_PLACEHOLDERS, PLACEHOLDERS, RESERVED
from .unfit import Unfit, nearest, one_of

# More stars in one pattern can take a matcher for ever.
_MAX_STARS = 10


def valid_language(text: str) -> str:
    """Check the outline of a language tag (RFC 5646, 2.1), not whether anybody speaks it.

    Raises Unfit.
    """
    tag = re.compile(r"([a-z]{2,3}|x(?=-))(-[a-z0-9]{1,8})*", re.IGNORECASE)
    if not tag.fullmatch(text):
        plain = text.partition(".")[0].replace("_", "-")
        raise Unfit("is not a language tag", plain if tag.fullmatch(plain) else None)
    return text


def timezone(text: str) -> str:
    """Look a time zone up in the IANA data; names that only this machine knows do not count.

    Raises Unfit.
    """
    if text == "UTC":
        return text
    import zoneinfo

    local = re.compile(r"localtime$|posixrules$|Factory$|posix/|right/")
    try:
        if local.match(text):
            raise KeyError(text)
        zoneinfo.ZoneInfo(text)
    except (KeyError, ValueError, OSError):
        known = sorted(name for name in zoneinfo.available_timezones() if not local.match(name))
        city = (name for name in known if name.casefold().endswith(f"/{text.casefold()}"))
        raise Unfit("is not a time zone", next(city, None) or nearest(text, known)) from None
    return text


def group(text: str) -> str:
    """Fold the white space of a group's name."""
    return " ".join(text.split())


def new_dimension(text: str) -> str:
    """Check the name of a dimension that the config adds. Raises Unfit."""
    if not re.fullmatch(r"[a-z][a-z0-9_-]*", text):
        raise Unfit("is not a valid name", names.slug(text[:200]) or None)
    if text in DIMENSIONS or text in ("all", "name", "site"):
        raise Unfit("is a name that Feedmill needs for itself")
    return text


def among(choices: Iterable[str]) -> Callable[[str], str]:
    """Return a function that checks that a text is one of `choices`."""
    known = tuple(choices)

    def read(text: str) -> str:
        if text not in known:
            raise Unfit("is not known", nearest(text, known))
        return text

    return read


def valid_slug(text: str) -> str:
    """Check that a text can be a file name everywhere. Raises Unfit."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9._-]*", text):
        raise Unfit("is not a valid file name", names.slug(text[:200]) or None)
    if problem := names.unusable_slug(text):
        raise Unfit(problem)
    return text


def feed_name(text: str) -> str:
    """Check the file name of a feed: some are taken. Raises Unfit."""
    if text in RESERVED:
        raise Unfit("is a name that Feedmill needs for itself")
    return valid_slug(text)


def template(text: str) -> str:
    """Check the braces of a title; which placeholders there are, its dimensions say.

    Raises Unfit.
    """
    _check_braces(text)
    return text


def permalink(text: str) -> str:
    """Check the pattern of a link: its placeholders and where it leads. Raises Unfit."""
    if found := re.search(rf"/:({'|'.join(PLACEHOLDERS)})\b", text):
        sign = found[1]
        raise Unfit(f"has :{sign} for a placeholder", text.replace(f":{sign}", f"{{{sign}}}"))
    plain = re.sub(r"\{([^{}]*)\}", _first_name, text)
    _placeholders(plain, PLACEHOLDERS)
    if "{" not in plain:
        raise Unfit("has no placeholder, so that all links would be the same")
    if not re.match(r"/(?!/)", text):
        url(re.sub(r"\{\w+\}", "/", plain))
    return text


def id_pattern(text: str, known: tuple[str, ...] = (*PLACEHOLDERS, *ID_PLACEHOLDERS)) -> str:
    """Check the pattern of ids: its placeholders, and that it makes IRIs. Raises Unfit."""
    plain = re.sub(r"\{([^{}]*)\}", lambda found: _first_name(found, known), text)
    _placeholders(plain, known)
    if "{" not in plain:
        raise Unfit("has no placeholder, so that all ids would be the same")
    if re.search(r"\s", plain):
        raise Unfit("makes no ids: they have a space")
    return text


def _first_name(found: re.Match[str], known: tuple[str, ...] = PLACEHOLDERS) -> str:
    """Reduce `{slug|title:hugo}` to its first unknown name, in braces, else to its first."""
    chosen, colon, rule = found[1].rpartition(":")
    if colon:
        from feedmill.generators.table import SLUG_RULES  # all of them, which few patterns need

        if rule not in SLUG_RULES:
            close = nearest(rule, SLUG_RULES)
            wrong = f"has an unknown rule :{rule[:40]}"
            raise Unfit(wrong, f"{{{chosen}:{close}}}" if close else None)
    names = re.sub(r"'[^'|]*'|field\[[^\[\]{}]+\]", "slug", chosen or found[1]).split("|")
    unknown = (name for name in names if name not in known)
    return f"{{{next(unknown, names[0])}}}"


def _placeholders(text: str, known: tuple[str, ...]) -> None:
    for found in re.finditer(r"\{([^{}]*)\}", text):
        if found[1] not in known:
            close = nearest(found[1], known)
            raise Unfit(f"has an unknown placeholder {found[0][:40]}", close and f"{{{close}}}")
    _check_braces(text)


def _check_braces(text: str) -> None:
    if re.search(r"[{}]", re.sub(r"\{[^{}]*\}", "", text)):
        raise Unfit("has an unmatched brace")


def pattern(text: str) -> str:
    """Check a pattern of files; give it without `./`. Raises Unfit."""
    if is_address(text):
        _address(text)
    else:
        _relative(text)
    text = text.removeprefix("./")
    if text.count("*") > _MAX_STARS or "***" in text:
        raise Unfit("has too many stars")
    try:
        re.compile(translate(text))
    except re.error:
        raise Unfit("is not a valid pattern") from None
    return text


def manifest(text: str) -> str:
    """Check the name or the address of a file. Raises Unfit."""
    if is_address(text):
        _address(text)
    else:
        _relative(text)
    return text


def output_folder_name(text: str) -> str:
    """Check a folder to write feeds into, which may be that of the config itself. Raises Unfit."""
    return "." if posixpath.normpath(text) == "." else folder(text)


def folder(text: str) -> str:
    """Check a folder below the config's; give it in its shortest form. Raises Unfit."""
    _relative(text)
    text = posixpath.normpath(text)
    if text == ".":
        raise Unfit("is the folder of config.yaml itself")
    return text


def _address(text: str) -> None:
    if not re.match(r"[a-z][a-z0-9+.-]+:///?[^/*?\[]+/", text):
        raise Unfit("does not name a bucket or folder")
    if "::" in text or ".." in text.split("/"):
        raise Unfit("has :: or .. in it")


def _relative(text: str) -> None:
    if "\\" in text:
        raise Unfit("has a backslash", text.replace("\\", "/"))
    if text.startswith(("/", "~")) or re.match(r"[A-Za-z]:", text):
        raise Unfit("is not a relative path")
    if ".." in text.split("/"):
        raise Unfit("leaves the folder with ..")


def css_selectors(text: str) -> str:
    """Check selectors of CSS."""
    from .selectors import parse_selectors  # few configs have any

    parse_selectors(text)
    return text


def page_folder(text: str) -> str:
    """Check a folder that pages may be in; return it without a `/` at its end. Raises Unfit."""
    text = text.removeprefix("./").rstrip("/")
    if not re.fullmatch(r"[a-z0-9][a-z0-9._-]*(/[a-z0-9][a-z0-9._-]*)*", text):
        raise Unfit("has other characters than a-z 0-9 . _ - and /, or an empty part")
    return text


def colour(text: str) -> str:
    """Check a colour; return it as `#rrggbb` or `#rgb`, lower case. Raises Unfit."""
    digits = text.removeprefix("#").lower()
    if not re.fullmatch(r"[0-9a-f]{3}|[0-9a-f]{6}", digits):
        raise Unfit("is not a colour")
    return f"#{digits}"


class TextKind(Struct, frozen=True):
    """One kind of text: what is expected, in words, and who reads it."""

    expected: str
    read: Callable[[str], str]


KINDS = {
    "authority": TextKind('domain,year such as "example.org,2021"', valid_authority),
    "base_url": TextKind('an http(s) address such as "https://example.org/", no ? or #', base_url),
    "dimension": TextKind(f'a dimension such as "{next(iter(DIMENSIONS))}"', str),
    "colour": TextKind('a colour such as "#c2410c", in quotes', colour),
    "domain": TextKind('a domain such as "example.org"', domain),
    "feed_file": TextKind('a file name such as "tags/{topic}/index.xml"', feed_file),
    "feed_id": TextKind('an id such as "https://example.org/feed.xml" or "{feed_url}"', feed_id),
    "feed_path": TextKind('a path without ending such as "tags/{topic}/index"', feed_path),
    "feed_name": TextKind('a file name such as "my-feed"', feed_name),
    "field": TextKind(one_of(FIELDS), among(FIELDS)),
    "folder": TextKind('a folder below that of config.yaml, such as "feeds"', folder),
    "format": TextKind(one_of(FORMATS), among(FORMATS)),
    "group": TextKind("a name", group),
    "id_pattern": TextKind('a pattern such as "{link}"', id_pattern),
    "link_id_pattern": TextKind(
        'a pattern such as "{link}"', lambda text: id_pattern(text, LINK_PLACEHOLDERS)
    ),
    "host": TextKind('a host such as "images.example.org"', valid_host),
    "language": TextKind('a language tag such as "en" or "en-GB"', valid_language),
    "manifest": TextKind('a file such as "articles.txt" or "s3://bucket/articles.txt"', manifest),
    "new_dimension": TextKind('a name of a-z, 0-9, "_", "-", such as "series"', new_dimension),
    "output_folder": TextKind(
        'a folder below that of config.yaml, such as "feeds", or "."', output_folder_name
    ),
    "page_folder": TextKind('a folder below feeds.output, such as "html"', page_folder),
    "pattern": TextKind('a relative pattern such as "articles/**/*.md"', pattern),
    "permalink": TextKind(
        'a pattern such as "/{year}/{slug}/" or "https://example.org/{slug}"', permalink
    ),
    "selector": TextKind('a CSS selector such as "article .e-content"', css_selectors),
    "served_path": TextKind('a path of the site, such as "/img/"', served_path),
    "extension": TextKind(
        'an extension of Python-Markdown such as "admonition" or "pymdownx.tasklist"', extension
    ),
    "shortcode": TextKind('HTML or Markdown such as "<q>{inner}</q>"', shortcode),
    "shortcode_name": TextKind('a name such as "callout"', shortcode_name),
    "slug": TextKind('a file name of a-z, 0-9, "-", such as "computer-vision"', valid_slug),
    "template": TextKind('a title such as "News of {site}"', template),
    "timezone": TextKind('a time zone such as "UTC" or "Europe/Berlin"', timezone),
    "url": TextKind('an http(s) address such as "https://example.org/icon.png"', url),
}
