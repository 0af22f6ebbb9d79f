"""`feeds.json`, the manifest: which feeds there are, and which files Feedmill wrote. Pure.

It lies in the output folder, is published with the feeds, and stands in version control: one
file a line, so that a diff shows which feeds changed. Only files that it names are ever deleted.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from feedmill.errors import PublishError

MANIFEST = "feeds.json"
VERSION = 1

# No `..`, no absolute path, no backslash, drive or hidden file, and nothing that Windows or macOS
# could take for another name: what is not written so was not written by us.
_ELSEWHERE = re.compile(r"^/|(^|/)\.\.(/|$)|\\|:")
_SAFE = re.compile(r"[a-z0-9][a-z0-9._-]*(/[a-z0-9][a-z0-9._-]*)*")


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


class FeedRecord(Struct, frozen=True, kw_only=True):
    """One feed. `updated` is that of its newest entry (aware UTC), None without entries."""

    key: str
    title: str
    entries: Annotated[int, Meta(ge=0)]
    updated: Annotated[datetime, Meta(tz=True)] | None = None
    files: tuple[FileRecord, ...] = ()  # stays the last field: encode_manifest builds on it


class Manifest(Struct, frozen=True, kw_only=True):
    """All feeds, by key, and the file that lists them for readers, None if there are none."""

    version: int = VERSION
    index: FileRecord | None = None
    feeds: tuple[FeedRecord, ...] = ()

    def digests(self) -> dict[str, str]:
        """Give path → sha256 (hex) of every file."""
        found = {file.path: file.sha256 for feed in self.feeds for file in feed.files}
        if self.index:
            found[self.index.path] = self.index.sha256
        return found

    def claims(self) -> dict[str, set[str]]:
        """Return path → the digests (hex) that a file of ours may have: two, if it was changing."""
        found: dict[str, set[str]] = {}
        records = [file for feed in self.feeds for file in feed.files]
        for file in (*records, self.index) if self.index else records:
            found.setdefault(file.path, set()).add(file.sha256)
        return found


class _Document(Struct):
    """What a file must hold to be a manifest: nothing of it goes without saying."""

    version: int
    feeds: tuple[FeedRecord, ...]
    index: FileRecord | None = None


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(_Document).decode


def check_path(path: str) -> None:
    """Raise PublishError unless `path` is one that a feed may have below the output folder."""
    if not _SAFE.fullmatch(path):
        raise PublishError(
            f"{path!r} is no path for a feed: only a-z 0-9 . _ - and /, each part beginning "
            "with a letter or digit"
        )
    if path == MANIFEST:
        raise PublishError(f"{path!r} is the manifest's own name: give the feed another name")


def encode_manifest(manifest: Manifest) -> bytes:
    """Give the text of `feeds.json`: UTF-8 JSON, feeds by key, a line for each file."""
    feeds = b",\n".join(map(_feed_lines, sorted(manifest.feeds, key=lambda feed: feed.key)))
    return b'{\n  "version": %d,\n%b  "feeds": [%b]\n}\n' % (
        manifest.version,
        b'  "index": %b,\n' % _encode(manifest.index) if manifest.index else b"",
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
        read = _decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ManifestError(
            f"{name} is not a manifest that this Feedmill can read ({error}); {remedy}"
        ) from error
    if read.version != VERSION:
        raise PublishError(
            f"{name} is a manifest of version {read.version}, this Feedmill writes version "
            f"{VERSION}; use the Feedmill that wrote it, or delete it and the feeds beside it"
        )
    manifest = Manifest(index=read.index, feeds=read.feeds)
    for path in manifest.digests():
        try:
            check_path(path)
        except PublishError as error:
            # What leads elsewhere was written by somebody, and not by Feedmill.
            kind = PublishError if _ELSEWHERE.search(path) else ManifestError
            raise kind(f"{name}: {error}; nothing was touched; {remedy}") from error
    return manifest


def is_like_manifest(data: bytes) -> bool:
    """Say whether bytes that are no manifest may have been one, or are worth nothing."""
    head = b'{\n  "version": '
    return b'"sha256"' in data or head.startswith(data[: len(head)].strip(b"\0"))


def united(old: Manifest, new: Manifest) -> Manifest:
    """Return `new` and, beside its files, those that only `old` has, or has with other bytes."""
    coming = new.digests()
    feeds = {feed.key: feed for feed in new.feeds}
    for feed in old.feeds:
        leaving = tuple(file for file in feed.files if coming.get(file.path) != file.sha256)
        if leaving:
            stays = feeds.get(feed.key)
            files = (*leaving, *stays.files) if stays else leaving
            feeds[feed.key] = msgspec.structs.replace(stays or feed, files=files)
    return Manifest(index=new.index or old.index, feeds=tuple(feeds[key] for key in sorted(feeds)))
