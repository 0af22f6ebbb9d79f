"""Examine the output folder before anything is written: what is there, and what is ours."""

from __future__ import annotations

from collections.abc import Set

from msgspec import Struct

from feedmill.config.schema import Config

from .folder import OutputFolder
from .manifest import MANIFEST
from .output_state import OutputState, Stamp


class FoundFiles(Struct, frozen=True):
    """The output folder before anything is written.

    `claims` are the paths that the manifest names, each with the digests that it may have; `left`
    are the paths whose files are as a build left them, named by the manifest or not: `git checkout`
    brings an older manifest back. `stamps` and `digests` (sha256) are those of the files now.
    """

    claims: dict[str, set[str]]
    left: set[str]
    stamps: dict[str, Stamp]
    digests: dict[str, str]


def find_files(
    folder: OutputFolder, config: Config, output: OutputState, wanted: Set[str]
) -> FoundFiles:
    """Look at the files in the output folder of a config.

    `wanted` are paths that may have to be written. Raises PublishError.
    """
    left = {path for path, stamp in output.stamps.items() if output.known[path].stamp == stamp}
    claims = _published(folder, output, left)
    unseen = (claims.keys() | wanted) - output.left.keys()
    stamps = {**output.stamps, **folder.stamps(unseen)}
    claims = _with_named(folder, str(config.site.feeds_url), claims, wanted & stamps.keys())
    return FoundFiles(claims, left, stamps, folder.present(stamps, output.known))


def _published(folder: OutputFolder, output: OutputState, left: Set[str]) -> dict[str, set[str]]:
    """Return what the manifest names, with its digests; `left` is what lies there as we left it."""
    if MANIFEST in left:
        return {path: {file.sha256} for path, file in output.left.items() if path != MANIFEST}
    return folder.claims()


def _with_named(
    folder: OutputFolder, feeds_url: str, old: dict[str, set[str]], paths: Set[str]
) -> dict[str, set[str]]:
    """Add those of `paths` that are ours, if the manifest, which should say so, is damaged."""
    if not folder.damage:
        return old
    # Feeds name the place that they are served from.
    named = folder.naming(feeds_url, paths)
    return {**{path: set() for path in named}, **old}
