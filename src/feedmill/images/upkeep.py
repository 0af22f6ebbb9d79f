"""Keeping the store in order: what is in it, what nobody needs any more, what is damaged."""

from __future__ import annotations

from collections.abc import Callable, Container
from pathlib import Path

from feedmill.model import Problem

from . import manifest
from .outcome import Pruned, Verified
from .store import Store, Writer, writing

VerifyProgress = Callable[[int, int], None]  # files done, of how many


def prune_store(
    folder: Path, state: Path, used: Container[str], *, dry_run: bool = False
) -> Pruned:
    """Drop the images whose URL is not in `used`, and the files that no image needs.

    Only files named as the store names them are ever deleted. Raises StoreError if that cannot
    be done, PublishError if another process changes the store.
    """
    if dry_run:
        return _prune(Writer(Store.open(folder)), used, dry_run=True)
    with writing(folder, state) as writer:
        return _prune(writer, used, dry_run=False)


def _prune(writer: Writer, used: Container[str], *, dry_run: bool) -> Pruned:
    store = writer.store
    unused = tuple(sorted(url for url in writer.images if url not in used))
    kept = {url: image for url, image in writer.images.items() if url in used}
    needed = {file for image in kept.values() for file in image.files}
    files = tuple(file for file in store.files() if file not in needed)
    freed = sum(store.size(file) or 0 for file in files)
    if not dry_run:
        writer.images = kept
        writer.save()  # first: a manifest must not name what is gone
        writer.delete(files)
    return Pruned(dry_run=dry_run, kept=len(kept), images=unused, files=files, freed=freed)


def verify_store(folder: Path, progress: VerifyProgress | None = None) -> Verified:
    """Read every file of the store, and compare it with its name and the manifest.

    Paths of problems are relative to the store. Raises StoreError if the manifest cannot be read.
    """
    store = Store.open(folder)
    sizes = {}
    for image in store.images.values():
        sizes[image.file] = image.bytes
        if image.thumbnail is not None:
            sizes[image.thumbnail.file] = image.thumbnail.bytes
    found = set(store.files())
    problems = [_stray(file) for file in found - sizes.keys()]
    for done, (file, size) in enumerate(sizes.items(), start=1):
        problem = _judge(store, file, size)
        if problem is not None:
            problems.append(problem)
        if progress:
            progress(done, len(sizes))
    return Verified(
        images=len(store.images),
        files=len(sizes),
        problems=tuple(sorted(problems, key=str)),
    )


def _judge(store: Store, file: str, size: int) -> Problem | None:
    remedy = "`feedmill images fetch` fetches it again"
    found = store.size(file)
    if found is None:
        return Problem(path=file, code="image-missing", message=f"is not there; {remedy}")
    if found != size:
        message = f"has {found} bytes, not {size}; {remedy}"
    elif not store.is_intact(file):
        message = f"is not what its name says; delete it, and {remedy}"
    else:
        return None
    return Problem(path=file, code="image-damaged", message=message)


def _stray(file: str) -> Problem:
    return Problem(
        path=file,
        severity="warning",
        code="image-stray",
        message=f"is not in {manifest.NAME}; `feedmill images prune` deletes it",
    )
