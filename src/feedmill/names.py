"""Names to identities and file names. Pure, and the same on every machine."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from urllib.parse import quote

_TOOLS = ("..", ".git", ".hg", ".svn", ".feed")  # folders of programs, ours too
_FEEDS = (".xml", ".rss", ".atom", ".json", ".rdf")  # endings that any generator gives feeds
# What Windows keeps for devices, whatever the ending (learn.microsoft.com, "Naming Files").
_RESERVED = {"con", "prn", "aux", "nul", *(f"{p}{n}" for p in ("com", "lpt") for n in range(10))}
_MAX_SLUG = 120
_PLAIN = re.compile(r"[A-Za-z0-9 -]*")
_WORD = re.compile(r"[a-z0-9]+")
# What one system or another takes for something else than a part of a file's name.
_NO_FILE = r'[\x00-\x1f\x7f-\x9f\\:*?"<>|\u2028\u2029\ud800-\udfff]'
# An IRI, as RFC 4287 (4.2.6) wants it: a scheme, and only characters that one may have.
_IRI = r"[A-Za-z][A-Za-z0-9+.-]*:[^\s\x00-\x20\x7f-\x9f<>\"{}|\\^`]+"
_MAX_PART = 200  # bytes
_MAX_PATH = 900
_IN_TAG = "/!$()*,;:@"  # besides letters, digits and `_.-~`, what a tag URI holds as it is
_TAG_READY = re.compile(rf"[A-Za-z0-9_.~{_IN_TAG}-]*+")
# Between words: spaces, hyphens (also U+2010 and U+2011) and underscores. Elsewhere they tell names
# apart, as in `C--`.
_JOINT = r"(?<=[^ _\u2010\u2011-])[ _\u2010\u2011-]++(?=.)"  # seldom needed, so not compiled
_SPELLED = (("+", "plus"), ("#", "sharp"), ("&", " and "))


@lru_cache(maxsize=8192)
def fold(name: str) -> str:
    """Return the identity of a topic.

    Names that differ only in case, or in spaces, hyphens and underscores between words, are one.
    """
    spaced = re.sub(_JOINT, " ", " ".join(name.split()))
    return unicodedata.normalize("NFC", spaced.casefold())


@lru_cache(maxsize=8192)
def slug(name: str) -> str:
    """Return a name's part of a URL: `C++` → `cplusplus`, `R&D` → `r-and-d`, `Été` → `ete`.

    Letters, digits and `-` only, so it is safe in a path. Empty if nothing is left of it.
    """
    for sign, word in _SPELLED:
        name = name.replace(sign, word)
    if _PLAIN.fullmatch(name):
        return "-".join(_WORD.findall(name.lower()))
    from slugify import slugify  # its tables load slowly, and most builds need none

    return slugify(name)


def unusable_slug(text: str) -> str | None:
    """Say why `text` cannot be a file name everywhere, or None if it can."""
    if not text:
        return "has no letter or digit for a file name"
    if len(text) > _MAX_SLUG:
        return f"makes a file name of {len(text)} characters; at most {_MAX_SLUG}"
    if text.split(".")[0] in _RESERVED:
        return f"makes the file name {text!r}, which Windows reserves"
    return None


def unusable_path(path: str) -> str | None:
    """Say why `path` cannot be the path of a file everywhere, below some folder; None if it can."""
    if found := re.search(_NO_FILE, path):
        return f"has {found[0]!r}, which a file's name can't have everywhere"
    if not unicodedata.is_normalized("NFC", path):
        return "is not in Unicode's normal form C, so that systems could take it for another"
    if len(path.encode()) > _MAX_PATH:
        return f"is longer than {_MAX_PATH} bytes"
    for number, part in enumerate(path.split("/")):
        if not part:
            return "has a / at its start or end, or two together"
        if part.startswith(".") and not (number and _may_hide(part, path)):
            return f"has the part {part[:40]!r}, which begins with a dot"
        bare = part.removeprefix(".")
        if not bare or bare != bare.strip(" .") or len(part.encode()) > _MAX_PART:
            return f"has the part {part[:40]!r}, which can't be a file's name everywhere"
        if bare.split(".")[0].casefold() in _RESERVED:
            return f"has the part {part[:40]!r}, which Windows reserves"
    return None


def _may_hide(part: str, path: str) -> bool:
    """Return whether a part may begin with a dot, as a tag does in `tags/.net/index.xml`."""
    return path.lower().endswith(_FEEDS) and not part.casefold().startswith(_TOOLS)


def is_iri(text: str) -> bool:
    """Return whether a text can be an id: an IRI with a scheme (RFC 4287, 4.2.6)."""
    return re.fullmatch(_IRI, text) is not None


def fixed_part(pattern: str) -> str:
    """Return the folders of a glob pattern before its first wildcard: `a/b/**/*.md` → `a/b/`."""
    folders = pattern.split("/")[:-1]
    fixed: list[str] = []
    for folder in folders:
        if any(sign in folder for sign in "*?["):
            break
        fixed.append(folder)
    return "".join(f"{folder}/" for folder in fixed)


def in_utf8(path: str) -> str:
    """Return a path as UTF-8 can hold it: bytes of it that are not UTF-8 are escaped."""
    return path.encode("utf-8", "backslashreplace").decode()


def is_utf8(path: str) -> bool:
    """Return whether UTF-8 can hold a path as it is."""
    return path.isascii() or in_utf8(path) == path


def page(link: str) -> str:
    """Return what the links to one page have in common: all but the scheme and a `/` at the end."""
    return link.removeprefix("https://").removeprefix("http://").rstrip("/")


def tag_uri(authority: str, specific: str) -> str:
    """Mint a tag URI (RFC 4151) from `domain,date` and a path; Unicode is NFC, then escaped."""
    if not _TAG_READY.fullmatch(specific):
        specific = quote(unicodedata.normalize("NFC", specific), safe=_IN_TAG)
    return f"tag:{authority}:{specific}"
