"""List what to publish from this machine: the manifest's files and the stored images."""

from __future__ import annotations

import hashlib
from pathlib import Path

from msgspec import Struct

from feedmill.config.schema import Config
from feedmill.errors import PublishError, StoreError
from feedmill.images.enclose import with_store
from feedmill.images.manifest import NAME as IMAGE_LIST
from feedmill.images.manifest import parse_lines
from feedmill.model import Problem
from feedmill.publishing.folder import OutputFolder, output_folder
from feedmill.publishing.manifest import MANIFEST, Manifest
from feedmill.publishing.output_state import NOT_A_FILE

from .items import Item, Turn, image_item, item_of, list_headers
from .notes import NOTE
from .planning import wrong_files

_MOST = 2**28  # bytes of a manifest


class LocalSite(Struct, frozen=True, kw_only=True):
    """The feeds as they were built.

    `text` is the manifest as it is in the folder; `image_list` where the list of the images is
    below it, "" if they are elsewhere.
    """

    folder: OutputFolder
    manifest: Manifest
    text: bytes
    items: dict[str, Item]
    image_list: str = ""
    problems: tuple[Problem, ...] = ()


def read_local(root: Path, config: Config) -> LocalSite:
    """Return what the site at `root` has to publish.

    Raises PublishError if nothing is built, or if a file is not what the manifest says.
    """
    name = config.feeds.output
    folder = output_folder(root, root / name)
    manifest = folder.manifest()
    if not manifest.feeds:
        raise PublishError(f"{name}/ has no feeds yet: run feedmill build")
    items = {
        record.path: item_of(record, hub=config.hub is not None) for record in manifest.all_files()
    }
    _check(folder, name, items)
    images, image_list, problems = _images(folder, config)
    for path in (images.keys() & items.keys()) | ({NOTE} & items.keys()):
        raise PublishError(f"{name}/{path} is not a name that a feed can have here; choose another")
    return LocalSite(
        folder=folder,
        manifest=manifest,
        text=folder.read(MANIFEST) or b"",
        items=items | images,
        image_list=image_list,
        problems=problems,
    )


def read_item(site: LocalSite, item: Item) -> bytes:
    """Return the bytes of a file. Raises PublishError if they are not those that were planned."""
    data = site.folder.read(item.path)
    if data is None or hashlib.sha256(data).hexdigest() != item.sha256:
        raise wrong_files([item.path], site.folder.root.name)
    return data


def images_of(data: bytes, path: str, name: str) -> dict[str, Item]:
    """Return the items of the images that a list at `path` names; `name` is for messages.

    Raises PublishError if the list cannot be read.
    """
    above = path.removesuffix(IMAGE_LIST)
    items = {}
    try:
        for image in parse_lines(data, name).values():
            for one in (image, image.thumbnail) if image.thumbnail else (image,):
                sha256 = one.file.rpartition("/")[2].partition(".")[0]
                items[f"{above}{one.file}"] = image_item(
                    f"{above}{one.file}", one.bytes, sha256, one.type
                )
    except StoreError as error:
        raise PublishError(str(error)) from error
    return items


def _images(
    folder: OutputFolder, config: Config
) -> tuple[dict[str, Item], str, tuple[Problem, ...]]:
    """Return the stored images and their list, where that is, and what to say of them."""
    store, output = with_store(config).store or "", config.feeds.output
    if not store.startswith(f"{output}/"):
        text = f"is outside of {output}/, and not published with the feeds"
        elsewhere = Problem(path=store, severity="warning", code="images-elsewhere", message=text)
        return {}, "", (elsewhere,)
    image_list = f"{store.removeprefix(f'{output}/')}/{IMAGE_LIST}"
    data = folder.read(image_list)
    if data is None:
        return {}, image_list, ()
    items = images_of(data, image_list, f"{store}/{IMAGE_LIST}")
    stamps = folder.stamps(items)
    wrong = [path for path, one in items.items() if stamps.get(path, NOT_A_FILE)[0] != one.bytes]
    if wrong:
        raise PublishError(
            f"{output}/{wrong[0]} is not what {IMAGE_LIST} says; run feedmill images fetch"
        )
    items[image_list] = Item(
        path=image_list,
        bytes=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        turn=Turn.IMAGE_LIST,
        headers=list_headers(image_list),
    )
    return items, image_list, ()


def _check(folder: OutputFolder, name: str, items: dict[str, Item]) -> None:
    present = folder.present(folder.stamps(items), {})
    wrong = [path for path, item in items.items() if present.get(path) != item.sha256]
    if wrong:
        raise wrong_files(sorted(wrong), name)
