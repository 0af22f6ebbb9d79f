"""What a build knows of the articles' images at its start: the store, and shared images."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from msgspec import Struct

from feedmill.config.schema import Config
from feedmill.index import IMAGES, Index

from .enclose import with_store
from .store import Store, read_manifest, store_folder


class Gallery(Struct, frozen=True):
    """The image store's folder, a digest (hex) of what it holds, and the URLs of shared images."""

    folder: Path
    digest: str
    generic: frozenset[str]

    def open(self) -> Store:
        """Read the store; once in each process, as long as it does not change."""
        return _open(self.folder, self.digest)


def gallery(root: Path, config: Config, index: Index) -> Gallery:
    """Look at the images; if they are not as they were, every feed must be looked at."""
    folder = store_folder(root, with_store(config))
    digest = _digest(folder)
    often = config.images.generic_after
    generic = frozenset(index.said_more_than(IMAGES, often) if often else ())
    known = " ".join([digest, *sorted(generic)])
    if index.get("gallery") != known:
        index.put("gallery", known)
        index.touch_all()
    return Gallery(folder, digest, generic)


def _digest(folder: Path) -> str:
    data = read_manifest(folder)
    if not data:
        return ""
    import hashlib  # loads OpenSSL, which a site without images can do without

    return hashlib.sha256(data).hexdigest()


@lru_cache(maxsize=1)
def _open(folder: Path, _digest: str) -> Store:
    return Store.open(folder)
