"""Files where a feed should be that Feedmill did not write: they stay. Pure."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping, Set

import msgspec
from msgspec import UNSET

from feedmill.model import Problem

from .manifest import MANIFEST, FeedRecord, FileRecord, Manifest, PageRecord

FOREIGN = "foreign-file"


class Foreigners:
    """What is in the way of a build's files; `problems` has an error for each, once found.

    `ours` are the paths that Feedmill wrote, `present` has the sha256 (hex) of what is at each path
    now, "" for what is no file. `folder` is the output folder as people know it.
    """

    def __init__(self, ours: Set[str], present: Mapping[str, str], folder: str) -> None:
        self._folder = folder
        self._present = {path: present[path] for path in present.keys() - ours}
        self.problems: list[Problem] = []

    def reduced(self, feed: FeedRecord) -> FeedRecord:
        """Return a feed's record without the files that can't be written."""
        if not self._present or not self._are_there(feed.all_files()):
            return feed
        files = tuple(one for one in feed.files if not self._is_there(one, feed.title))
        copies = tuple(one for one in feed.copied() if not self._is_there(one, feed.title))
        page = feed.page
        if page is not UNSET and self._is_there(page, f"the page of {feed.title}"):
            page = UNSET
        return msgspec.structs.replace(feed, files=files, copies=copies or UNSET, page=page)

    def reduced_lists(self, manifest: Manifest) -> Manifest:
        """Return a manifest without the lists of feeds, and pages, that can't be written."""
        index, pages = manifest.index, manifest.pages
        if not self._are_there((*([index] if index else []), *pages)):
            return manifest
        if index and self._is_there(index, "the list of all feeds"):
            index = None
        pages = tuple(one for one in pages if not self._is_there(one, "a page"))
        return msgspec.structs.replace(manifest, index=index, pages=pages)

    def _are_there(self, files: Iterable[FileRecord | PageRecord]) -> bool:
        return any(self._is_foreign(file) for file in files)

    def _is_foreign(self, file: FileRecord | PageRecord) -> bool:
        return self._present.get(file.path, file.sha256) != file.sha256

    def _is_there(self, file: FileRecord | PageRecord, what: str) -> bool:
        if not self._is_foreign(file):
            return False
        message = (
            f"is not Feedmill's ({MANIFEST} does not name it), so that {what!r} can't be written "
            "there; move it away, or set another `path` or `feeds.output`"
        )
        place = posixpath.normpath(f"{self._folder}/{file.path}")
        self.problems.append(Problem(path=place, code=FOREIGN, message=message))
        return True
