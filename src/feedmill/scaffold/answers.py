"""What a person is asked for, and what is suggested. Pure."""

from __future__ import annotations

from urllib.parse import urlsplit

from msgspec import Struct

from feedmill.config.kinds.table import KINDS
from feedmill.config.kinds.unfit import Unfit
from feedmill.generators.proposal import Proposal

_UNKNOWN_URL = "https://example.org/"
_NOBODYS = ("example.org", "example.com", "example.net")  # RFC 2606


class Answers(Struct, frozen=True, kw_only=True):
    """What a person is asked for; the values are those of config.yaml."""

    title: str
    url: str
    authority: str
    include: tuple[str, ...]


def suggestion(found: Proposal, name: str, year: int) -> Answers:
    """Return the answers to begin with; `name` is the folder's, `year` the current one."""
    url = fit("base_url", found.url) or _UNKNOWN_URL
    if not authority(url, year):  # of a machine such as localhost
        url = _UNKNOWN_URL
    return Answers(
        title=found.title or name or "News",
        url=url,
        authority=authority(url, year),
        include=found.include,
    )


def authority(url: str, year: int) -> str:
    """Return `host,year` of an address, as RFC 4151 has it; "" if its host is no domain."""
    host = urlsplit(fit("base_url", url)).hostname or ""
    is_number = host.replace(".", "").isdigit()
    return "" if is_number else fit("authority", f"{host},{year}")


def is_placeholder(url: str) -> bool:
    """Return whether an address only stands for one that nobody gave, as templates have it."""
    return urlsplit(url).hostname in _NOBODYS


def fit(kind: str, text: str) -> str:
    """Return a text in the normal form of its kind; "" if it is not of it."""
    try:
        return KINDS[kind].read(text) if text else ""
    except Unfit:
        return ""
