"""Fetch feeds as hosted feed readers do: once, then again with conditional requests."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from functools import partial
from typing import NamedTuple
from urllib.parse import quote, unquote, urljoin

from msgspec.structs import replace

from feedmill.errors import WebError
from feedmill.formats import find_self_links
from feedmill.formats.reading import FeedFacts, UnreadableError, read_feed
from feedmill.http.client import Answer, Unanswered, at_once, get
from feedmill.http.headers import cookie_name, find_links, find_wall, freshness
from feedmill.model import Problem
from feedmill.pipeline.run import Progress
from feedmill.publishing.manifest import MANIFEST, FileRecord

from .beginning import Beginning, begin
from .checks import READER, judge
from .homepage import look_at_home
from .seen import Probed, Seen

_IN_PATH = "!$&'()*+,;=@~/"  # what the path of an address holds as it is (RFC 3986, 3.3)
_ALONE = 20  # files of each format that are asked for with one validator: it is a server's habit


class _Job(NamedTuple):
    """A file to ask for, where, and what came already. `alone`: also with one validator of two.

    `own` is the address of the feed that it is a copy of, if it is one.
    """

    file: FileRecord
    url: str
    first: Answer | None
    named: bool
    own: str
    alone: bool


def probe_feeds(url: str, progress: Progress | None = None) -> Probed:
    """Look at what is at `url`: all that a manifest names, a feed, or the feeds of a page.

    `url` may be that of a manifest's folder. Raises WebError if there is nothing of that.
    """
    start = begin(url)
    jobs = _jobs(start)
    if not jobs:
        raise WebError(f"the manifest at {start.url} does not name a feed: nothing is published")
    seen: list[Seen] = []
    for one in at_once(_look, jobs):
        seen.append(one)
        if progress:
            progress("Probing", len(seen), len(jobs))
    home, homeless = look_at_home(seen)
    problems = [*_elsewhere(start.kind, jobs), *(wrong for one in seen for wrong in judge(one))]
    return Probed(
        url=start.url,
        kind=start.kind,
        home=home,
        files=tuple(seen),
        problems=(*problems, *homeless),
    )


def _jobs(start: Beginning) -> list[_Job]:
    asked: Counter[str] = Counter()
    jobs = []
    for file in start.files:
        asked[file.format] += 1
        named = start.kind == "manifest"
        url = urljoin(start.url, quote(file.path, safe=_IN_PATH)) if named else file.url
        alone = asked[file.format] <= _ALONE
        own = start.originals.get(file.path, "")
        jobs.append(_Job(file, url, start.answers.get(url), named, own, alone))
    return jobs


def _look(job: _Job) -> Seen:
    """Ask for a file, and whether it has changed."""
    file = job.file
    try:
        first = job.first or get(job.url)
    except Unanswered as error:
        return Seen(file=file, named=job.named, asked=job.url, missing=str(error))
    headers = first.headers
    wall = find_wall(first.status, headers, first.body)
    selves, facts, broken = _read(file.format, first.body)
    if not job.named and facts:
        digest = hashlib.sha256(first.body).hexdigest()
        file = FileRecord(format=facts.format, path=file.path, url=file.url,
                          bytes=len(first.body), sha256=digest)  # fmt: skip
    seen = Seen(
        file=file,
        named=job.named,
        own=job.own,
        asked=job.url,
        url=first.url,
        moves=first.moves,
        wall=wall,
        status=first.status,
        type=headers.get("content-type", ""),
        encoding=headers.get("content-encoding", ""),
        etag=headers.get("etag", ""),
        modified=headers.get("last-modified", ""),
        bytes=len(first.body),
        sent=first.sent,
        sha256=hashlib.sha256(first.body).hexdigest(),
        cache_control=headers.get("cache-control", ""),
        fresh=freshness(headers),
        origins=_origins(first, file.format),
        cookie=cookie_name(headers),
        selves=selves,
        broken=broken,
        hubs=facts.hubs if facts else (),
        linked_hubs=find_links(headers, "hub"),
        linked_selves=find_links(headers, "self"),
        facts=facts,
    )
    return seen if wall else _asked_again(seen, first, job.alone)


def _read(file_format: str, body: bytes) -> tuple[tuple[str, ...] | None, FeedFacts | None, str]:
    """Return the self links of a feed, what else it says, and why it cannot be parsed."""
    facts, broken = None, ""
    try:
        facts = read_feed(body)
    except UnreadableError as error:
        broken = str(error)
    if not file_format or (facts and facts.format == file_format):
        return (facts.selves if facts else None), facts, broken
    selves = find_self_links(file_format, body)
    return selves, None, broken if selves is None else ""


def _asked_again(seen: Seen, first: Answer, alone: bool) -> Seen:
    """Ask whether what came has changed (RFC 9110, 13.1): with all validators, then with each."""
    known = {"If-None-Match": seen.etag, "If-Modified-Since": seen.modified}
    known = {name: value for name, value in known.items() if value}
    if not known or first.status != 200:
        return seen
    ask = partial(_status, first.url)
    again, each = ask(known), {}
    if alone and len(known) > 1 and again == 304:
        each = {name: ask({name: value}) for name, value in known.items()}
    return replace(
        seen,
        again=again,
        etag_alone=each.get("If-None-Match", 0),
        date_alone=each.get("If-Modified-Since", 0),
    )


def _origins(first: Answer, file_format: str) -> str:
    """Return which pages may read a JSON Feed; some servers say it only if a page asks."""
    name = "access-control-allow-origin"
    if name in first.headers or file_format != "json" or first.status != 200:
        return first.headers.get(name, "")
    try:
        return get(first.url, {"Origin": READER}).headers.get(name, "")
    except Unanswered:
        return ""


def _status(url: str, known: dict[str, str]) -> int:
    """Return the status of a conditional request, 0 without an answer."""
    try:
        return get(url, known).status
    except Unanswered:
        return 0


def _elsewhere(kind: str, jobs: Iterable[_Job]) -> list[Problem]:
    """Report feeds that name another address as their own; once, as it is one setting."""
    if kind != "manifest":
        return []
    wrong = [job for job in jobs if unquote(job.file.url) != unquote(job.url)]
    if not wrong:
        return []
    told, asked = wrong[0].file.url, wrong[0].url
    return [
        Problem(
            path=MANIFEST,
            code="elsewhere",
            message=f"says that {asked} is served at {told}; set site.feeds_url, and build again",
        )
    ]
