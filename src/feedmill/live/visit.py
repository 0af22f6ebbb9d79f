"""Asking for every file of a manifest as readers do: once, and then whether it has changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

from feedmill.errors import PublishError, WebError
from feedmill.formats import find_self_links
from feedmill.http.client import Answer, Unanswered, at_once, get
from feedmill.model import Problem
from feedmill.pipeline.run import Progress
from feedmill.publishing.manifest import MANIFEST, FileRecord, Manifest, decode_manifest
from feedmill.urls import absolute

from .checks import judge
from .seen import Probed, Seen


def probe_feeds(url: str, progress: Progress | None = None) -> Probed:
    """Look at all that the manifest at `url` names; `url` may be that of its folder.

    Raises WebError if there is no manifest to begin with, or one without feeds.
    """
    where, manifest = _manifest(url)
    jobs = [_Job(file, urljoin(where, quote(file.path)), own) for file, own in _files(manifest)]
    if not jobs:
        raise WebError(f"the manifest at {where} names no feed: nothing is published")
    seen: list[Seen] = []
    for one in at_once(_look, jobs):
        seen.append(one)
        if progress:
            progress("Probing", len(seen), len(jobs))
    problems = [*_elsewhere(jobs), *(problem for one in seen for problem in judge(one))]
    return Probed(url=where, files=tuple(seen), problems=tuple(problems))


class _Job(NamedTuple):
    """A file to ask for, and where; `own` is the address that it should give as its own."""

    file: FileRecord
    url: str
    own: str


def _files(manifest: Manifest) -> Iterator[tuple[FileRecord, str]]:
    """Yield all files, each with the address that it gives as its own: a copy that of its feed."""
    for feed in manifest.feeds:
        urls = {file.format: file.url for file in feed.files}
        yield from ((file, urls[file.format]) for file in (*feed.files, *feed.copied()))
    if manifest.index:
        yield manifest.index, manifest.index.url


def _manifest(url: str) -> tuple[str, Manifest]:
    """Return the manifest, and where it was found."""
    try:
        parts = urlsplit(absolute(url))
        if not parts.path.endswith(MANIFEST):
            parts = parts._replace(path=f"{parts.path.rstrip('/')}/{MANIFEST}")
        answer = get(urlunsplit(parts))
    except ValueError as error:
        raise WebError(f"{url!r} {error}; expected the address of {MANIFEST}") from error
    except Unanswered as error:
        raise WebError(f"cannot fetch {urlunsplit(parts)}: {error}") from error
    if answer.status != 200:
        raise WebError(f"{answer.url} answers {answer.status}; expected the manifest of the feeds")
    try:
        return answer.url, decode_manifest(answer.body)
    except PublishError as error:
        raise WebError(
            f"what lies at {answer.url} is not a manifest that this Feedmill can read"
        ) from error


def _look(job: _Job) -> Seen:
    """Ask for a file, and whether it has changed."""
    file, url, own = job
    try:
        first = get(url)
    except Unanswered as error:
        return Seen(file=file, asked=url, missing=str(error))
    headers = first.headers
    return Seen(
        file=file,
        own=own,
        asked=url,
        url=first.url,
        status=first.status,
        type=headers.get("content-type", ""),
        encoding=headers.get("content-encoding", ""),
        etag=headers.get("etag", ""),
        modified=headers.get("last-modified", ""),
        bytes=len(first.body),
        sent=first.sent,
        sha256=hashlib.sha256(first.body).hexdigest(),
        again=_again(first),
        selves=find_self_links(file.format, first.body),
    )


def _again(first: Answer) -> int:
    """Ask whether what came has changed (RFC 9110, 13.1); give the status."""
    known = {"If-None-Match": "etag", "If-Modified-Since": "last-modified"}
    asking = {ask: first.headers[name] for ask, name in known.items() if name in first.headers}
    if not asking or first.status != 200:
        return 0
    try:
        return get(first.url, asking).status
    except Unanswered:
        return 0


def _elsewhere(jobs: Iterable[_Job]) -> list[Problem]:
    """Say if the feeds believe to be served elsewhere; once, as it is one setting."""
    wrong = [(file.url, url) for file, url, _ in jobs if unquote(file.url) != unquote(url)]
    if not wrong:
        return []
    told, asked = wrong[0]
    return [
        Problem(
            path=MANIFEST,
            code="elsewhere",
            message=f"says that {asked} is served at {told}; set site.feeds_url, and build again",
        )
    ]
