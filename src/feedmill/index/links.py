"""The links of articles, for the bodies of other articles."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from functools import cached_property

import msgspec
from msgspec import Struct

from .items import article_name
from .schema import RETRACTED
from .sealed import unseal


class _Linked(Struct):
    link: str


class _Draft(Struct):
    entry: _Linked


_decode = msgspec.msgpack.Decoder(_Draft).decode


class Links:
    """The links of all articles that are published, or wait for their date."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def of_path(self, path: str) -> str | None:
        """Return the link of the article at a path; None if there is none."""
        row = self._db.execute(
            "select body from article join entry on article = id where path = ? and state <> ?",
            (path, RETRACTED),
        ).fetchone()
        return _decode(unseal(row[0])).entry.link if row else None

    def named(self, name: str) -> dict[str, str]:
        """Return the links of the articles called so (see `article_name`), by path."""
        found = {path: self.of_path(path) for path in self._paths.get(name, ())}
        return {path: link for path, link in found.items() if link is not None}

    @cached_property
    def _paths(self) -> dict[str, list[str]]:
        paths: dict[str, list[str]] = defaultdict(list)
        for (path,) in self._db.execute("select path from article order by path"):
            paths[article_name(path)].append(path)
        return paths


def links_digest(links: dict[str, str]) -> str:
    """Return what changes with the links that `named` returned."""
    return "\n".join(f"{path}\t{link}" for path, link in links.items())
