"""What to upload and what to delete: decided on digests. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from feedmill.display import count
from feedmill.errors import PublishError
from feedmill.publishing.stores.destination import Present

from .items import Item
from .notes import Versions, joined_notes


class KnownFiles(Struct, frozen=True, kw_only=True):
    """What is known of a destination: files of its manifests, and of the note of a killed run."""

    named: dict[str, Versions] = {}
    noted: dict[str, Versions] = {}

    def versions(self) -> dict[str, Versions]:
        """Return what each file of ours may be there."""
        return joined_notes((self.named, self.noted))


class UploadPlan(Struct, frozen=True, kw_only=True):
    """What is to be done. `leaving` are the files to delete, each with the bytes of ours."""

    upload: tuple[Item, ...] = ()
    unchanged: int = 0
    leaving: dict[str, Versions] = {}

    def note(self, known: KnownFiles) -> dict[str, Versions]:
        """Return what to note before anything is done."""
        coming = {item.path: {item.sha256: item.bytes} for item in self.upload}
        return joined_notes((known.noted, coming, self.leaving))


def doubtful(new: Mapping[str, Item], known: KnownFiles, *, verify: bool = False) -> list[str]:
    """Return the paths where nobody knows what is there: they must be looked at.

    With `verify` the manifest there is not believed: others may have changed files since.
    """
    return [path for path in new if verify or path in known.noted or path not in known.named]


def plan_upload(
    new: Mapping[str, Item],
    known: KnownFiles,
    looked: Mapping[str, Present | None],
    *,
    overwrite: bool = False,
) -> UploadPlan:
    """Decide what to do.

    `looked` says what is at the paths that are `doubtful`. Raises PublishError if a file of
    somebody else is where one of ours should go, unless `overwrite`.
    """
    upload, foreign = [], []
    ours = known.versions()
    for path, item in new.items():
        if path not in looked:
            if known.named[path].keys() != {item.sha256}:
                upload.append(item)
            continue
        found = looked[path]
        if found and found.sha256 == item.sha256:
            if found.ours is False:  # right, but perhaps not served as it should be
                upload.append(item)
            continue
        upload.append(item)
        if found and path not in ours and not found.ours:
            foreign.append(path)
    if foreign and not overwrite:
        others = f" (and {len(foreign) - 1:,} more)" if len(foreign) > 1 else ""
        raise PublishError(
            f"{foreign[0]}{others} is at the destination already, and no manifest there names it; "
            "publish to a folder of its own, or replace what is there with --overwrite"
        )
    upload.sort(key=lambda item: (item.turn, item.path))
    return UploadPlan(
        upload=tuple(upload),
        unchanged=len(new) - len(upload),
        leaving={path: versions for path, versions in ours.items() if path not in new},
    )


def wrong_files(paths: list[str], folder: str) -> PublishError:
    """Return the error for local files that are not what the manifest says."""
    others = f", nor are {count(len(paths) - 1, 'other file')}" if len(paths) > 1 else ""
    return PublishError(
        f"{folder}/{paths[0]} is not what the manifest beside it says{others}; "
        "run feedmill build, then publish"
    )
