"""The manifest of an output folder that becomes part of another: what is ours stays ours."""

from __future__ import annotations

import posixpath
from pathlib import Path

from msgspec.structs import replace

from .manifest import MANIFEST, Manifest, decode_manifest, encode_manifest


def move_manifest(root: Path, old: str, new: str) -> None:
    """Name the files of the output folder `old` in the manifest of `new`, which holds it.

    The next build then knows them as Feedmill's, and keeps, replaces or deletes them. Raises
    PublishError if the manifest cannot be read, OSError if it cannot be written.
    """
    source, target = root / old / MANIFEST, root / new / MANIFEST
    prefix = posixpath.relpath(old, new)
    if prefix.startswith("..") or not source.is_file() or target.exists():
        return
    manifest = moved_below(decode_manifest(source.read_bytes()), f"{prefix}/")
    target.write_bytes(encode_manifest(manifest))
    source.unlink()


def moved_below(manifest: Manifest, prefix: str) -> Manifest:
    """Return a manifest as it is for a folder above: `prefix` comes before each path."""
    return replace(
        manifest,
        index=manifest.index and replace(manifest.index, path=prefix + manifest.index.path),
        pages=tuple(replace(page, path=prefix + page.path) for page in manifest.pages),
        feeds=tuple(
            replace(
                feed,
                key=prefix + feed.key,
                page=feed.page and replace(feed.page, path=prefix + feed.page.path),
                copies=feed.copies
                and tuple(replace(file, path=prefix + file.path) for file in feed.copies),
                files=tuple(replace(file, path=prefix + file.path) for file in feed.files),
            )
            for feed in manifest.feeds
        ),
    )
