"""`feedmill publish`: bring a destination up to what was built, so that a kill does no harm.

1. Read the manifest there, the list of the images, and the note of a run that was killed.
2. Look at the paths where nobody knows what is there, and decide.
3. Note what will be done. Upload images, then feeds, then pages and the index.
4. Put the manifest in place, if it is still the one that was read.
5. Delete what only the old manifest names, if its bytes are ours, and then the note.

Until step 4 the old manifest is in place, and each feed is whole: its old bytes or its new ones.
A run after one that was killed goes on from what it finds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import unquote

from msgspec import Struct

from feedmill.config.schema import Config
from feedmill.display import printable, shorten
from feedmill.errors import PublishError
from feedmill.http.client import at_once
from feedmill.model import Problem
from feedmill.pipeline.run import Progress
from feedmill.publishing.manifest import MANIFEST, Manifest, decode_manifest
from feedmill.publishing.stores.address import StoreAddress
from feedmill.publishing.stores.destination import ChangedError, Destination, Present, StoredBlob
from feedmill.publishing.stores.opening import open_destination

from .items import Item, list_headers
from .local import LocalSite, images_of, read_item, read_local
from .notes import NOTE, Versions, decode_note, encode_note, joined_notes
from .outcome import Published
from .planning import KnownFiles, UploadPlan, doubtful, plan_upload

_MOST = 64 * 2**20  # bytes of a manifest at the destination: it may be anybody's
_AT_ONCE = 16  # files


class _There(Struct, frozen=True, kw_only=True):
    """What was read at the destination."""

    manifest: StoredBlob | None
    note: StoredBlob | None
    known: KnownFiles


def publish_site(
    config: Config,
    root: Path,
    address: StoreAddress,
    environ: Mapping[str, str],
    *,
    dry_run: bool = False,
    overwrite: bool = False,
    verify: bool = False,
    progress: Progress | None = None,
) -> Published:
    """Publish the feeds of the site at `root`; credentials come from `environ`.

    With `overwrite`, files there that no manifest names may be replaced; with `verify`, each file
    there is looked at, also where the manifest says that it is right. Raises PublishError if it
    cannot be done; then the old manifest is in place, or the new one with all that it names.
    """
    site = read_local(root, config)
    _refuse_itself(address, site)
    run = _Run(open_destination(address, environ), address, site, progress or (lambda *_: None))
    return run.all(dry_run, overwrite, verify)


class _Run:
    """One run: the steps of the module's text."""

    def __init__(
        self, there: Destination, address: StoreAddress, site: LocalSite, progress: Progress
    ) -> None:
        self._there = there
        self._address = address
        self._site = site
        self._progress = progress

    def all(self, dry_run: bool, overwrite: bool, verify: bool) -> Published:
        """Do it all, or with `dry_run` only read."""
        found = self._read()
        paths = doubtful(self._site.items, found.known, verify=verify)
        plan = plan_upload(
            self._site.items, found.known, dict(self._look(paths)), overwrite=overwrite
        )
        is_new = found.manifest is None or found.manifest.data != self._site.text
        spared: list[str] = []
        if not dry_run:
            try:
                note = self._note(plan, found)
                self._upload(plan.upload)
                if is_new:
                    self._put_manifest(found.manifest, note)
                spared = self._delete(plan.leaving)
                self._forget(note)
            finally:
                self._there.close()
        uploaded = [item.path for item in plan.upload] + ([MANIFEST] if is_new else [])
        return Published(
            dry_run=dry_run,
            destination=str(self._address),
            feeds=len(self._site.manifest.feeds),
            uploaded=tuple(uploaded),
            bytes=sum(item.bytes for item in plan.upload) + is_new * len(self._site.text),
            deleted=tuple(path for path in plan.leaving if path not in spared),
            unchanged=plan.unchanged,
            changed=_changed(found.known, self._site.manifest),
            problems=(*self._site.problems, *map(_spared, spared)),
        )

    def _read(self) -> _There:
        """Read what is at the destination. Raises PublishError if it is not ours to change."""
        blob = self._there.read(MANIFEST, _MOST)
        manifest = Manifest()
        if blob is not None:
            manifest = decode_manifest(blob.data, self._name(MANIFEST))
            _refuse_another(manifest, self._site.manifest, self._name(MANIFEST))
        named: dict[str, Versions] = {
            file.path: {file.sha256: file.bytes} for file in manifest.all_files()
        }
        path = self._site.image_list
        if path and (images := self._there.read(path, _MOST)) is not None:
            items = images_of(images.data, path, self._name(path))
            named |= {one.path: {one.sha256: one.bytes} for one in items.values()}
            named[path] = {_sha256(images.data): len(images.data)}
        note = self._there.read(NOTE, _MOST)
        noted = {} if note is None else decode_note(note.data, self._name(NOTE))
        return _There(manifest=blob, note=note, known=KnownFiles(named=named, noted=noted))

    def _look(self, paths: Sequence[str]) -> Iterator[tuple[str, Present | None]]:
        """Yield each path with what is there."""
        items = self._site.items
        looks = at_once(
            lambda path: self._there.look(path, [items[path].bytes]), paths, most=_AT_ONCE
        )
        for number, (path, seen) in enumerate(zip(paths, looks, strict=True), 1):
            yield path, seen
            self._progress("Looking at the destination", number, len(paths))

    def _note(self, plan: UploadPlan, found: _There) -> bytes | None:
        """Note what will be done; return the note's text, None if there is nothing to do."""
        if not (plan.upload or plan.leaving or found.note):
            return None
        text = encode_note(plan.note(found.known))
        if found.note is None or found.note.data != text:
            try:
                self._there.replace(NOTE, text, list_headers(NOTE), found.note)
            except ChangedError as error:
                raise self._other_run() from error
        return text

    def _upload(self, items: Sequence[Item]) -> None:
        """Upload files, one turn after the other."""
        done = 0
        for turn in sorted({item.turn for item in items}):
            for _ in at_once(self._put, [i for i in items if i.turn == turn], most=_AT_ONCE):
                done += 1
                self._progress("Uploading", done, len(items))

    def _put(self, item: Item) -> None:
        self._there.write(item.path, read_item(self._site, item), item.headers, item.sha256)

    def _put_manifest(self, known: StoredBlob | None, note: bytes | None) -> None:
        try:
            self._there.replace(MANIFEST, self._site.text, list_headers(MANIFEST), known)
        except ChangedError as error:
            self._leave(note)
            raise self._other_run() from error

    def _leave(self, note: bytes | None) -> None:
        """Leave the note for the next run, as another one has ended, and may have deleted it."""
        now = self._there.read(NOTE, _MOST)
        if note is not None and (now is None or now.data != note):
            theirs = {} if now is None else decode_note(now.data, self._name(NOTE))
            text = encode_note(joined_notes((theirs, decode_note(note, NOTE))))
            self._there.replace(NOTE, text, list_headers(NOTE), now)

    def _delete(self, leaving: Mapping[str, Versions]) -> list[str]:
        """Delete files of ours, and return those that are spared: their bytes are not."""

        def delete(path: str) -> bool:
            seen = self._there.look(path, leaving[path].values())
            if seen is not None and seen.sha256 not in leaving[path]:
                return False
            if seen is not None:
                self._there.delete(path)
            return True

        spared = []
        results = at_once(delete, leaving, most=_AT_ONCE)
        for number, (path, gone) in enumerate(zip(leaving, results, strict=True), 1):
            if not gone:
                spared.append(path)
            self._progress("Deleting", number, len(leaving))
        return spared

    def _forget(self, text: bytes | None) -> None:
        """Delete the note, if it is still ours: another run may have its own there."""
        if text is not None:
            now = self._there.read(NOTE, _MOST)
            if now is not None and now.data == text:
                self._there.delete(NOTE)

    def _name(self, path: str) -> str:
        return f"{self._address}/{path}"

    def _other_run(self) -> PublishError:
        return PublishError(
            f"{self._name(MANIFEST)} changed during this run: something else publishes there, too; "
            "when that is done, publish again"
        )


def _refuse_itself(address: StoreAddress, site: LocalSite) -> None:
    """Raise PublishError if a folder would be published into itself."""
    if address.scheme == "file":
        here, there = site.folder.root.resolve(), Path(address.folder or "/").resolve()
        if there == here or here in there.parents:
            raise PublishError(f"{address} is in the folder that is to be published, {here}")


def _refuse_another(there: Manifest, ours: Manifest, name: str) -> None:
    """Raise PublishError if the manifest at a destination is of another site."""
    theirs, mine = _address_of(there), _address_of(ours)
    if theirs and theirs != mine:
        title = printable(shorten(there.feeds[0].title, 60)) if there.feeds else ""
        raise PublishError(
            f"{name} is the manifest of another site, {title} at {theirs} (this one is {mine}); "
            "publish to another folder, or, if the site has moved, delete that manifest first"
        )


def _address_of(manifest: Manifest) -> str:
    """Return the address below which a manifest's files are served, "" if it names none."""
    files = [file for feed in manifest.feeds for file in feed.files]
    for file in (*files, *([manifest.index] if manifest.index else [])):
        url = unquote(file.url)
        if url.endswith(f"/{file.path}"):
            return url.removesuffix(file.path)
    return files[0].url if files else ""


def _changed(known: KnownFiles, manifest: Manifest) -> dict[str, str | None]:
    """Return the URLs of feed files with other bytes than the old manifest says: URL → sha256."""
    old = {path: next(iter(versions)) for path, versions in known.named.items()}
    return {
        file.url: old.get(file.path)
        for feed in manifest.feeds
        for file in (*feed.files, *feed.copied())
        if old.get(file.path) != file.sha256
    }


def _spared(path: str) -> Problem:
    message = "is no longer a feed, but has other bytes at the destination: not deleted"
    return Problem(path=path, severity="warning", code="not-ours", message=message)


def _sha256(data: bytes) -> str:
    import hashlib

    return hashlib.sha256(data).hexdigest()
