"""What to write into the output folder, and what to delete from it: decided on digests. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Set

from msgspec import Struct

from feedmill.errors import PublishError

from .manifest import MANIFEST


class Plan(Struct, frozen=True, kw_only=True):
    """What is to be done: paths relative to the output folder, sorted.

    `fresh` are those of `write` that the manifest does not name yet; `gone` those that are ours
    and no more will be, of which some lie there, to `delete`; others are `spared`, because they
    are not as Feedmill wrote them.
    """

    write: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    delete: tuple[str, ...] = ()
    spared: tuple[str, ...] = ()
    fresh: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


def plan(
    old: Mapping[str, Set[str]],
    new: Mapping[str, str],
    present: Mapping[str, str],
    left: Set[str] = frozenset(),
) -> Plan:
    """Decide what to write and what to delete.

    `old`: the digests that each path may have which the manifest names (`Folder.claims`); `new`:
    path → sha256 of what is to be; `present`: the same of what lies there now, "" for what is no
    file (`Folder.present`); `left`: what lies there as we wrote it, named or not.
    Raises PublishError if something that Feedmill did not write lies where a feed should go;
    what has the right bytes already is taken over.
    """
    unnamed = sorted(new.keys() - old.keys())
    gone = sorted((old.keys() | left) - new.keys())
    ours = {path for path in gone if path in left or present.get(path) in old[path]}
    foreign = [
        path for path in unnamed if path not in left and present.get(path, new[path]) != new[path]
    ]
    if foreign:
        others = f" (and {len(foreign) - 1} more)" if len(foreign) > 1 else ""
        raise PublishError(
            f"{foreign[0]}{others} is already in the output folder and is not Feedmill's "
            f"({MANIFEST} does not name it); move it away, or choose another output folder"
        )
    write = {path for path in new if present.get(path) != new[path]}
    return Plan(
        write=tuple(sorted(write)),
        keep=tuple(sorted(path for path in new if path not in write)),
        delete=tuple(path for path in gone if path in ours and present.get(path)),
        spared=tuple(path for path in gone if path not in ours and present.get(path)),
        fresh=tuple(path for path in unnamed if path in write),
        gone=tuple(gone),
    )
