"""Keeps the commit that was published last, for the guard.

`read CONFIG` prints `COMMIT REF`, or nothing; `write CONFIG COMMIT REF` keeps them. The note is in
the state folder, which the workflow's cache keeps. Nothing is read, and nothing written, if that
folder came with the checkout, is a link, or was not made by a build here; no link in it is
followed.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

from feedmill.state.folder import kept

NAME = "published"
LINE = re.compile(rb"(?:[0-9a-f]{40}|[0-9a-f]{64}) refs/[^\x00-\x20\x7f]{1,1000}\n")


def read(root: Path) -> bytes:
    """Return the line of the note, empty if there is none that may be believed."""
    with kept(root) as folder:
        if folder is None:
            return b""
        try:
            data = folder.read(NAME, 2048) or b""
        except OSError:
            return b""
    return data if LINE.fullmatch(data) else b""


def write(root: Path, commit: str, ref: str) -> None:
    """Write the note, in place of what is there."""
    line = os.fsencode(f"{commit} {ref}\n")
    with kept(root) as folder:
        if folder is None or not LINE.fullmatch(line):
            sys.stderr.write("::warning title=Feedmill::what was published cannot be noted\n")
        else:
            folder.write(NAME, line)


if __name__ == "__main__":
    command, config, *rest = sys.argv[1:]
    if command == "read":
        sys.stdout.buffer.write(read(Path(config).parent))
    else:
        write(Path(config).parent, *rest)
