"""What all tests share: `--update-golden`, the Hypothesis settings, and a parser to try."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from feedmill.config.schema import Articles, Config, Feeds, Site
from feedmill.parsing.parser import Reader, Reading

SITE = Site(title="Example", url="https://example.org/", authority="example.org,2021")
Read = Callable[..., Reading]

settings.register_profile("feedmill", deadline=None)  # shared machines are slow at times
settings.load_profile("feedmill")


MEMORY = Path("/dev/shm")
ENOUGH = 4 * 2**30  # bytes


def pytest_configure() -> None:
    """Make temporary folders in memory if there is room: builds wait for the disk, mostly.

    Not where files cannot be executed: a test must see it if something of a checkout is.
    """
    if "TMPDIR" in os.environ or not os.access(MEMORY, os.W_OK):
        return
    about = os.statvfs(MEMORY)
    if about.f_flag & os.ST_NOEXEC == 0 and about.f_bavail * about.f_frsize >= ENOUGH:
        os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """With `-n auto`, start more workers than there are cores: they wait for other processes."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return (cores or 1) * 3 // 2 + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, so that at the end no worker is left alone with it."""

    def turn(item: pytest.Item) -> int:
        slow = item.get_closest_marker("slow")
        return 2 if slow is None else 1 - slow.kwargs.get("first", False)

    items.sort(key=turn)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that rewrites what tests compare with, to be reviewed as a diff."""
    parser.addoption("--update-golden", action="store_true", help="rewrite the golden files")


@pytest.fixture(scope="session")
def update_golden(pytestconfig: pytest.Config) -> bool:
    """Whether golden files are to be written instead of compared with."""
    return bool(pytestconfig.getoption("update_golden"))


@pytest.fixture(scope="session", autouse=True)
def _no_proxy() -> Iterator[None]:
    """Let nothing come between tests and their servers, which are all on loopback."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("no_proxy", "*")
        yield


@pytest.fixture
def make_reader() -> Callable[..., Reader]:
    """Give a function that makes a reader; its arguments are those of `articles:`."""

    def make(content: str = "summary", **articles: Any) -> Reader:
        feeds = Feeds(content=content)  # type: ignore[arg-type]
        return Reader(Config(site=SITE, articles=Articles(**articles), feeds=feeds))

    return make


@pytest.fixture
def read(make_reader: Callable[..., Reader]) -> Read:
    """Give a function that reads one file of `articles/`, given as text or bytes."""

    def read_one(data: str | bytes, name: str = "x.md", **config: Any) -> Reading:
        data = data.encode() if isinstance(data, str) else data
        return make_reader(**config).read(f"articles/{name}", data)

    return read_one


@pytest.fixture
def read_field(read: Read) -> Callable[..., tuple[Any, list[str]]]:
    """Give a function that reads an article with more YAML: a field's value, and problem codes.

    The value is None if the article was refused.
    """

    def read_more(field: str, yaml: str, **config: Any) -> tuple[Any, list[str]]:
        needed = {"title": "T", "date": "2021-02-12T10:00:00Z", "link": "https://example.org/a/"}
        given = {line.partition(":")[0].lower() for line in yaml.splitlines()}
        lines = [f"{key}: {value}" for key, value in needed.items() if key not in given]
        reading = read("\n".join(["---", *lines, yaml, "---", ""]), **config)
        value = getattr(reading.article, field) if reading.article else None
        return value, [problem.code for problem in reading.problems]

    return read_more
