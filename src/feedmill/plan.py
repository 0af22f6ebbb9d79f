"""What to write into the output folder, and what to delete from it: decided on digests. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from msgspec import Struct

from .errors import PublishError
from .manifest import MANIFEST


class Plan(Struct, frozen=True, kw_only=True):
    """What is to be done: paths relative to the output folder, sorted."""

    write: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    delete: tuple[str, ...] = ()


def plan(old: Collection[str], new: Mapping[str, str], present: Mapping[str, str]) -> Plan:
    """Decide what to write and what to delete.

    `old`: the paths that the manifest names; `new`: path → sha256 of what is to be; `present`:
    path → sha256 of what lies there now, "" for what is no file (`Folder.present`).
    Raises PublishError if something that Feedmill did not write lies where a feed should go;
    what has the right bytes already is taken over.
    """
    foreign = sorted(
        path for path in new if path not in old and present.get(path, new[path]) != new[path]
    )
    if foreign:
        others = f" (and {len(foreign) - 1} more)" if len(foreign) > 1 else ""
        raise PublishError(
            f"{foreign[0]}{others} lies in the output folder already and is not Feedmill's "
            f"({MANIFEST} does not name it); move it away, or choose another output folder"
        )
    return Plan(
        write=tuple(sorted(path for path in new if present.get(path) != new[path])),
        keep=tuple(sorted(path for path in new if present.get(path) == new[path])),
        delete=tuple(sorted(path for path in old if path not in new and present.get(path))),
    )
