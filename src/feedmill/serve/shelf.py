"""Find what a path of the preview stands for: a built file, a picture, or its own page."""

from __future__ import annotations

from contextlib import suppress
from typing import NamedTuple
from urllib.parse import quote

from feedmill.errors import FeedmillError
from feedmill.images.manifest import is_file_name
from feedmill.pages.paths import PAGE_INDEX
from feedmill.publishing.media_types import content_type
from feedmill.state.directory import Directory

from .panel import OWN_FILES, in_preview, notice_page
from .preview import Snapshot
from .reply import Resource

_MAX_IMAGE = 64 * 2**20  # bytes
_HTML = content_type(PAGE_INDEX)


class Elsewhere(NamedTuple):
    """A path that something else is at."""

    path: str


class Shelf:
    """Finds what is at a path, and since when it is as it is."""

    def __init__(self, run: str) -> None:
        self._run = run  # tells versions of this run from those of another
        self._seen: dict[str, tuple[int, int]] = {}  # path → hash of the bytes, time of change

    def version(self, snapshot: Snapshot) -> str:
        """Return what pages compare with what the preview says."""
        return f"{self._run}-{snapshot.version}"

    def find(self, snapshot: Snapshot, path: str) -> Resource | Elsewhere:
        """Return what is at `path`, which is decoded and begins with `/`."""
        if path in OWN_FILES:
            return Resource(data=OWN_FILES[path], content_type=content_type(path))
        base = snapshot.base
        if path.startswith(base):
            inner = path.removeprefix(base)
            if not inner or inner.endswith("/"):
                return self._folder(snapshot, inner)
            if inner in snapshot.types:
                return self._output(snapshot, inner)
        elif path == "/" or f"{path}/" == base:
            return Elsewhere(quote(base))
        image = self._image(snapshot, path) or self._picture(snapshot, path)
        return image or self._missing(snapshot, path)

    def _folder(self, snapshot: Snapshot, folder: str) -> Resource | Elsewhere:
        page = f"{folder}{PAGE_INDEX}"
        if page in snapshot.types and (folder or page == snapshot.index):
            return self._output(snapshot, page)
        if not folder and snapshot.index in snapshot.types:
            return Elsewhere(quote(snapshot.base + snapshot.index.removesuffix(PAGE_INDEX)))
        return self._missing(snapshot, snapshot.base + folder)

    def _output(self, snapshot: Snapshot, inner: str) -> Resource:
        data, modified = None, 0
        with suppress(FeedmillError):
            if snapshot.output and (stamp := snapshot.output.stamp(inner)):
                data, modified = snapshot.output.read(inner), stamp[1] // 10**9
        if data is None:
            return self._missing(snapshot, snapshot.base + inner)
        kind = snapshot.types[inner]
        if kind == _HTML:
            stored = snapshot.images[0] if snapshot.images else None
            data = snapshot.pictures.local(data, stored) if snapshot.pictures else data
            data = in_preview(data, snapshot.problems, self.version(snapshot))
        modified = self._since(inner, data, modified)
        return Resource(data=data, content_type=kind, modified=modified)

    def _since(self, path: str, data: bytes, modified: int) -> int:
        """Return a time of change that no other bytes at this path had, even in one second."""
        digest = hash(data)
        before = self._seen.get(path)
        if before and before[0] == digest:
            return before[1]
        if before:
            modified = max(modified, before[1] + 1)
        self._seen[path] = digest, modified
        return modified

    def _image(self, snapshot: Snapshot, path: str) -> Resource | None:
        """Return a stored image; nothing else that is in the store's folder."""
        if snapshot.images is None or not path.startswith(snapshot.images[0]):
            return None
        file = path.removeprefix(snapshot.images[0])
        if not is_file_name(file):
            return None
        with suppress(OSError), Directory.open(snapshot.images[1]) as store:
            for folder, names in store.visit([file]):
                for name in names:
                    status, data = folder.lstat(name), folder.read(name, _MAX_IMAGE)
                    if status is not None and data is not None:
                        modified = status.st_mtime_ns // 10**9
                        return Resource(
                            data=data, content_type=content_type(file), modified=modified
                        )
        return None

    def _picture(self, snapshot: Snapshot, path: str) -> Resource | None:
        """Return a picture that is a file of the site."""
        found = snapshot.pictures.find(path) if snapshot.pictures else None
        if found is None:
            return None
        modified = self._since(path, found.data, found.modified)
        return Resource(data=found.data, content_type=found.type, modified=modified)

    def _missing(self, snapshot: Snapshot, path: str) -> Resource:
        """Say that there is nothing, in a page that reloads once there is."""
        if snapshot.index in snapshot.types:
            text = f"The preview has no {path}."
            page = notice_page("Not found", text, (quote(snapshot.base), "All feeds"))
        else:
            page = notice_page("No feeds yet", "They are shown here as soon as there are any.")
        data = in_preview(page, snapshot.problems, self.version(snapshot))
        return Resource(data=data, content_type=_HTML, status=404)
