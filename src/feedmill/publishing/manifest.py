"""`feeds.json`, the manifest: which feeds there are, and which files Feedmill wrote. Pure.

It is in the output folder, is published with the feeds, and is in version control: one
file a line, so that a diff shows which feeds changed. Only files that it names are ever deleted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from feedmill.errors import PublishError
from feedmill.names import unusable_path

MANIFEST = "feeds.json"
VERSION = 1

# No `..`, no absolute path, no backslash, drive or hidden file, and nothing that Windows or macOS
# could take for another name: what is not written so was not written by us.
_ELSEWHERE = r"^/|(^|/)\.\.(/|$)|\\|:"
_SAFE = re.compile(r"[a-z0-9][a-z0-9._-]*(/[a-z0-9][a-z0-9._-]*)*")  # as most names are


class ManifestError(PublishError):
    """The manifest cannot be used: it is damaged, or names what cannot be ours."""


class FileRecord(Struct, frozen=True, kw_only=True):
    """One file, such as a feed in one format.

    `path` is relative to the output folder, with `/`; sha256 in hex.
    """

    format: str
    path: str
    url: str
    bytes: Annotated[int, Meta(ge=0)]
    sha256: Annotated[str, Meta(min_length=64, max_length=64)]


class PageRecord(Struct, frozen=True, kw_only=True):
    """One file for people: a page, or what pages load. `path` and sha256 as in FileRecord."""

    path: str
    bytes: Annotated[int, Meta(ge=0)]
    sha256: Annotated[str, Meta(min_length=64, max_length=64)]


class FeedRecord(Struct, frozen=True, kw_only=True):
    """One feed. `updated` is that of its newest entry (aware UTC), None without entries.

    `page` is its HTML page, if there are pages; `copies` are the files that have the bytes of one
    of `files` once more, at an old address.
    """

    key: str
    title: str
    entries: Annotated[int, Meta(ge=0)]
    updated: Annotated[datetime, Meta(tz=True)] | None = None
    page: PageRecord | UnsetType = UNSET
    copies: tuple[FileRecord, ...] | UnsetType = UNSET
    files: tuple[FileRecord, ...] = ()  # stays the last field: encode_manifest builds on it

    def all_files(self) -> tuple[FileRecord | PageRecord, ...]:
        """Return the records of the feed's files, its page last."""
        if self.copies is UNSET and self.page is UNSET:  # most; sites have thousands of feeds
            return self.files
        return (*self.files, *self.copied(), *(() if self.page is UNSET else (self.page,)))

    def copied(self) -> tuple[FileRecord, ...]:
        """Return the records of its copies at old addresses."""
        return () if self.copies is UNSET else self.copies


class Manifest(Struct, frozen=True, kw_only=True):
    """All feeds, by key, and the file that lists them for feed readers, None if there are none.

    `pages` are the pages that are not one feed's, and what all pages load.
    """

    version: int = VERSION
    index: FileRecord | None = None
    pages: tuple[PageRecord, ...] = ()
    feeds: tuple[FeedRecord, ...] = ()

    def digests(self) -> dict[str, str]:
        """Return path → sha256 (hex) of every file."""
        return {file.path: file.sha256 for file in self.all_files()}

    def claims(self) -> dict[str, set[str]]:
        """Return path → the digests (hex) that a file of ours may have: two, if it was changing."""
        found: dict[str, set[str]] = {}
        for file in self.all_files():
            found.setdefault(file.path, set()).add(file.sha256)
        return found

    def all_files(self) -> Iterator[FileRecord | PageRecord]:
        """Yield the records of all files; of two of one path the last one is to be."""
        yield from self.pages
        for feed in self.feeds:
            yield from feed.all_files()
        if self.index:
            yield self.index


class _Document(Struct):
    """What a file must hold to be a manifest: nothing of it goes without saying."""

    version: int
    feeds: tuple[FeedRecord, ...]
    index: FileRecord | None = None
    pages: tuple[PageRecord, ...] = ()


_encode = msgspec.json.Encoder().encode


def check_path(path: str) -> None:
    """Raise PublishError unless `path` is one that a feed may have below the output folder."""
    if not _SAFE.fullmatch(path) and (problem := unusable_path(path)):
        raise PublishError(f"{path!r} is not a path for a feed: it {problem}")
    if path == MANIFEST:
        raise PublishError(f"{path!r} is the manifest's own name: give the feed another name")


def encode_manifest(manifest: Manifest) -> bytes:
    """Return the text of `feeds.json`: UTF-8 JSON, feeds by key, a line for each file."""
    feeds = b",\n".join(map(_feed_lines, sorted(manifest.feeds, key=lambda feed: feed.key)))
    pages = b",\n".join(b"    " + _encode(page) for page in manifest.pages)
    return b'{\n  "version": %d,\n%b%b  "feeds": [%b]\n}\n' % (
        manifest.version,
        b'  "index": %b,\n' % _encode(manifest.index) if manifest.index else b"",
        b'  "pages": [\n%b\n  ],\n' % pages if pages else b"",
        b"\n%b\n  " % feeds if feeds else b"",
    )


def _feed_lines(feed: FeedRecord) -> bytes:
    head = _encode(msgspec.structs.replace(feed, files=())).removesuffix(b"]}")
    files = b",\n".join(b"      " + _encode(file) for file in feed.files)
    return b"    %b%b]}" % (head, b"\n%b\n    " % files if files else b"")


def decode_manifest(data: bytes, name: str = MANIFEST) -> Manifest:
    """Read a manifest back; keys that this version does not know are passed over.

    `name` is what error messages call it. Raises PublishError if it is a newer version's, or names
    a file elsewhere (`../x`, `/x`, `C:\\x`), ManifestError if it is otherwise none of ours.
    """
    remedy = "restore it from your history, or delete it and the feeds beside it"
    try:
        read = msgspec.json.decode(data, type=_Document)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ManifestError(
            f"{name} is not a manifest that this Feedmill can read ({error}); {remedy}"
        ) from error
    if read.version != VERSION:
        raise PublishError(
            f"{name} is a manifest of version {read.version}, this Feedmill writes version "
            f"{VERSION}; use the version that wrote it, or delete it and the feeds beside it"
        )
    manifest = Manifest(index=read.index, pages=read.pages, feeds=read.feeds)
    for path in manifest.digests():
        try:
            check_path(path)
        except PublishError as error:
            # What leads elsewhere was written by somebody, and not by Feedmill.
            kind = PublishError if re.search(_ELSEWHERE, path) else ManifestError
            raise kind(f"{name}: {error}; nothing was touched; {remedy}") from error
    return manifest


def is_like_manifest(data: bytes) -> bool:
    """Return whether bytes that are no manifest may have been one, or are worth nothing."""
    head = b'{\n  "version": '
    return b'"sha256"' in data or head.startswith(data[: len(head)].strip(b"\0"))


def united(old: Manifest, new: Manifest) -> Manifest:
    """Return `new` and, beside its files, those that only `old` has, or has with other bytes."""
    coming = new.digests()
    feeds = {feed.key: feed for feed in new.feeds}
    pages = [page for page in old.pages if coming.get(page.path) != page.sha256]
    for feed in old.feeds:
        if feed.page is not UNSET and coming.get(feed.page.path) != feed.page.sha256:
            pages.append(feed.page)
        files = (*feed.files, *feed.copied())
        leaving = tuple(file for file in files if coming.get(file.path) != file.sha256)
        if leaving:
            base = feeds.get(feed.key) or msgspec.structs.replace(
                feed, page=UNSET, copies=UNSET, files=()
            )
            feeds[feed.key] = msgspec.structs.replace(base, files=(*leaving, *base.files))
    return Manifest(
        index=new.index or old.index,
        pages=(*pages, *new.pages),
        feeds=tuple(feeds[key] for key in sorted(feeds)),
    )
