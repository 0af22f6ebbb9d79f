"""A body on its own: through the whole chain, with the config that a test asks for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from feedmill.bodies.chain import Bodies, Completed
from feedmill.config.schema import Articles, Config, Feeds, Site
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
