"""Which pattern makes the ids that entries have. Pure.

Ids are made of an article's link, its date and its names; `id_patterns` takes some apart and
returns the patterns that make the most of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple
from urllib.parse import urlsplit

from feedmill.parsing.ids import id_of_link

from .answers import fit

_FIRST = ("{link}", "{link_bare}", "tag:{host},{local_date}:{link_path}")
_MOST = 12
_NO_DATE = "0000-00-00"


class IdSample(NamedTuple):
    """An id, and what it may have been made of."""

    id: str
    link: str
    local_date: str  # YYYY-MM-DD
    stem: str
    slug: str = ""


def id_patterns(samples: Iterable[IdSample]) -> list[str]:
    """Return patterns for `articles.id`, the likeliest first."""
    votes: Counter[str] = Counter()
    for sample in samples:
        votes.update(set(_patterns(sample)))
    found = [pattern for pattern, _ in votes.most_common(_MOST)]
    first = [one for one in _FIRST if one in votes]
    return sorted(found, key=lambda one: (-votes[one], one not in first, one))


def pattern_of_links(pairs: Sequence[tuple[str, str]]) -> str:
    """Return the pattern that makes all ids of links; "" if there is none. Pairs: id, link."""
    for pattern in id_patterns(IdSample(id_, link, _NO_DATE, "") for id_, link in pairs):
        if fit("link_id_pattern", pattern) and all(
            id_of_link(pattern, link) == id_ for id_, link in pairs
        ):
            return pattern
    return ""


def _patterns(sample: IdSample) -> list[str]:
    """Return the patterns that make one id."""
    bare = bare_link(sample.link)
    parts = urlsplit(sample.link)
    values = [
        ("{link}", sample.link),
        ("{link_bare}", bare),
        ("{link_path}", parts.path),
        ("{link_path_bare}", urlsplit(bare).path),
    ]
    found = []
    for placeholder, value in values:
        if len(value) > 1 and sample.id.endswith(value):
            head = sample.id.removesuffix(value)
            found.append(_with_date(head, sample, parts.netloc) + placeholder)
    for name, value in (("{slug}", sample.slug), ("{stem}", sample.stem)):
        if value and sample.id.endswith(value):
            head = sample.id.removesuffix(value)
            found.append(_with_date(head, sample, parts.netloc) + name)
    return [one for one in found if "{" in one]


def _with_date(head: str, sample: IdSample, host: str) -> str:
    made = head.replace(sample.local_date, "{local_date}")
    year, month, day = sample.local_date.split("-")
    made = re.sub(rf"(?<!\d){year}/{month}/{day}(?!\d)", "{year}/{month}/{day}", made)
    return re.sub(rf"(?<![\w.-]){re.escape(host)}(?![\w.-])", "{host}", made) if host else made


def bare_link(link: str) -> str:
    """Return a link without its final `/` or `.html`."""
    return link.removesuffix("/") if link.endswith("/") else link.removesuffix(".html")
