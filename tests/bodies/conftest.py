"""A body on its own: through the whole chain, with the config that a test asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from feedmill.bodies.about import NoInputs
from feedmill.bodies.chain import Bodies, Completed
from feedmill.config.schema import Articles, Config, Feeds, Site
from feedmill.index import article_name
from feedmill.parsing.parser import Reader

SITE = Site(title="Example", url="https://example.org/", authority="example.org,2021")
BASE = "https://example.org/a/b"
FRONT = f"---\ntitle: T\ndate: 2021-01-01\nlink: {BASE}\n"

Complete = Callable[..., Completed]


@pytest.fixture
def complete() -> Complete:
    """Give a function that renders one body; keyword arguments are those of `articles:`."""

    def render(
        body: str, path: str = "x.md", *, content: str = "full", front: str = "", **articles: Any
    ) -> Completed:
        feeds = Feeds(content=content)  # type: ignore[arg-type]
        config = Config(site=SITE, articles=Articles(**articles), feeds=feeds)
        data = f"{FRONT}{front}---\n{body}".encode()
        raw = Reader(config).read_raw(f"articles/{path}", data)
        assert raw is not None
        return Bodies(config).complete(raw)

    return render


Post = Callable[..., Completed]
HOME = Site(title="Example", url="https://example.org/base/", authority="example.org,2021")
POST = "---\ntitle: The title\ndate: 2021-03-04 05:06:07\nlink: https://example.org/base/a/b/\n"


class Files(NoInputs):
    """The files of a site in memory, and the links of articles by path."""

    def __init__(self, files: Mapping[str, str | bytes], links: Mapping[str, str]) -> None:
        self._files = {
            path: text.encode() if isinstance(text, str) else text for path, text in files.items()
        }
        self._links = links

    def read(self, path: str) -> bytes | None:
        """Return a file."""
        return self._files.get(path)

    def exists(self, path: str) -> bool:
        """Return whether there is a file."""
        return path in self._files

    def names(self, folder: str) -> tuple[str, ...]:
        """Return what is in a folder."""
        below = [path.removeprefix(f"{folder}/") for path in self._files if path.startswith(folder)]
        return tuple(sorted({one.split("/")[0] + "/" * ("/" in one) for one in below}))

    def folders_among(self, paths: tuple[str, ...]) -> frozenset[str]:
        """Return which of these are folders."""
        return frozenset(
            one for one in paths if any(path.startswith(f"{one}/") for path in self._files)
        )

    def link_of(self, path: str) -> str | None:
        """Return the link of an article."""
        return self._links.get(path)

    def links_named(self, name: str) -> Mapping[str, str]:
        """Return the links of articles called so."""
        stem = article_name(name)
        return {path: link for path, link in self._links.items() if article_name(path) == stem}


@pytest.fixture
def post() -> Post:
    """Give a function that renders one post; other keyword arguments are those of `articles:`."""

    def render(
        body: str,
        files: Mapping[str, str | bytes] | None = None,
        *,
        front: str = "",
        links: Mapping[str, str] | None = None,
        path: str = "_posts/2021-03-04-a.md",
        **articles: Any,
    ) -> Completed:
        options = {"generator": "jekyll", "timezone": "Europe/Berlin", "include": ("**/*.md",)}
        config = Config(
            site=HOME,
            articles=Articles(**(options | articles)),  # type: ignore[arg-type]
            feeds=Feeds(content="full"),
        )
        raw = Reader(config).read_raw(path, f"{POST}{front}---\n{body}".encode())
        assert raw is not None
        return Bodies(config).complete(raw, Files(files or {}, links or {}))

    return render
