"""Dimensions and their groups: each has a folder or a file of its own. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from feedmill import names
from feedmill.config.convert import Path, quoted, show, verdict
from feedmill.config.feeds import GroupSettings
from feedmill.config.kinds.table import KINDS
from feedmill.config.kinds.types import RESERVED
from feedmill.config.kinds.unfit import Unfit, nearest, one_of
from feedmill.config.schema import Config
from feedmill.dimensions import DIMENSIONS, Dimension

from .draft import ConfigDraft, Found


def check_dimensions(draft: ConfigDraft) -> Found:
    """Keep the folders of dimensions apart, and from what else the output folder holds."""
    taken = dict.fromkeys((*RESERVED, _image_folder(draft)), "")
    for name, one in draft.dimensions.items():
        path: Path = ("dimensions", name)
        folder = one.folder or name
        if problem := names.unusable_slug(folder):
            yield path, f"{problem}; expected {show((*path, 'folder'))} to name one"
        elif folder in taken:
            other = f"that of {show(('dimensions', taken[folder]))}" if taken[folder] else "taken"
            yield path, f"its folder {quoted(folder)} is {other}; expected another folder"
        taken.setdefault(folder, name)
        for found in re.finditer(r"\{([^{}]*)\}", one.title or ""):
            if found[1] not in ("site", name):
                wrong = f"has the placeholder {found[0][:40]}; expected {{site}} or {{{name}}}"
                yield (*path, "title"), wrong


def groups(draft: ConfigDraft) -> Found:
    """Keep the groups of a dimension apart: by name, by file name; and their parents in a tree."""
    known = draft.known
    for name in draft.groups.keys() - known.keys():
        wrong = Unfit("is not known", nearest(name, known))
        yield ("groups", name), verdict(name, wrong, one_of(known))
    for row in known.values():
        yield from _Keys(row).check(draft)


def whole_groups(
    config: Config, known: Mapping[str, Dimension]
) -> dict[str, dict[str, GroupSettings]]:
    """Return what the config says of groups, by dimension and by name in its normal form."""
    found: dict[str, dict[str, GroupSettings]] = {}
    for row in known.values():
        read = KINDS[row.kind].read
        for _, name, group in _said(config, row):
            parent = group.parent and read(group.parent)
            found.setdefault(row.name, {})[read(name)] = replace(group, parent=parent)
    return found


def _said(said: ConfigDraft | Config, row: Dimension) -> Iterator[tuple[Path, str, GroupSettings]]:
    """Yield key, name and settings of each group of a dimension, in the short form and the long."""
    if row.name in DIMENSIONS:
        for name, group in getattr(said, row.plural, {}).items():
            yield (row.plural, name), name, group
    for name, group in said.groups.get(row.name, {}).items():
        yield ("groups", row.name, name), name, group


class _Keys:
    """The groups of one dimension, as they are checked: names and paths by identity."""

    def __init__(self, row: Dimension) -> None:
        self._row = row
        self._known: dict[str, str] = {}
        self._paths: dict[str, Path] = {}
        self._parents: dict[str, str] = {}
        self._files: dict[str, Path] = {}

    def check(self, draft: ConfigDraft) -> Found:
        for path, name, group in _said(draft, self._row):
            identity = self._identity(name)
            if identity is None:
                yield from self._unfit(name, path)
            elif identity in self._known:
                yield path, f"is the same as {quoted(self._known[identity])}; expected it once"
            else:
                self._known[identity], self._paths[name] = name, path
                yield from self._parent(name, group, path)
                yield from self._file(group.slug or self._row.slug(identity), path)
        yield from self._cycles()

    def _identity(self, name: str) -> str | None:
        try:
            return self._row.identity(KINDS[self._row.kind].read(name))
        except Unfit:
            return None

    def _unfit(self, name: str, path: Path) -> Found:
        kind = KINDS[self._row.kind]
        try:
            kind.read(name)
        except Unfit as error:
            yield path, verdict(name, error, kind.expected)

    def _parent(self, name: str, group: GroupSettings, path: Path) -> Found:
        if group.parent is None:
            if group.roll_up:
                yield (*path, "roll_up"), f"needs a parent; expected {show((*path, 'parent'))}"
        elif identity := self._identity(group.parent):
            self._parents[name] = identity
        else:
            yield from self._unfit(group.parent, (*path, "parent"))

    def _file(self, file: str, path: Path) -> Found:
        if problem := names.unusable_slug(file):
            yield path, f"{problem}; expected {show((*path, 'slug'))} to name one"
        elif file in self._files:
            wrong = f"makes the file name {quoted(file)}, as {show(self._files[file])} does"
            yield path, f"{wrong}; expected {show((*path, 'slug'))} to tell them apart"
        self._files.setdefault(file, path)

    def _cycles(self) -> Found:
        """Yield parents that lead back; each circle once."""
        done: set[str] = set()
        for start in self._parents:
            way: dict[str, None] = {}
            name: str | None = start
            while name is not None and name not in done and name not in way:
                way[name] = None
                name = self._known.get(self._parents.get(name, ""))
            if name in way:
                circle = [*way][[*way].index(name) :]
                text = " → ".join([*circle[:5], "…"] if len(circle) > 5 else [*circle, name])
                yield (*self._paths[name], "parent"), f"leads back to itself: {text}"
            done.update(way)


def _image_folder(draft: ConfigDraft) -> str:
    """Return the folder of the image store, if it is in the output folder."""
    store = draft.images.store or f"{draft.feeds.output}/images"
    return store.removeprefix(f"{draft.feeds.output}/").partition("/")[0]
