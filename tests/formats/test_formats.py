"""The table of formats, and what is true of all of them."""

from __future__ import annotations

import locale
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from feedmill.formats import FORMATS, alternates, render_blocks
from feedmill.model import Entry, Feed, Link

GOLDEN = Path(__file__).parent / "golden"
every_format = pytest.mark.parametrize("name", FORMATS)


def test_the_table_agrees_with_itself() -> None:
    """A format's key is its name, and no two share an ending or a media type."""
    assert list(FORMATS) == [row.name for row in FORMATS.values()]
    assert len(FORMATS) == len({row.ending for row in FORMATS.values()})
    assert len(FORMATS) == len({row.media_type for row in FORMATS.values()})


def test_importing_the_table_loads_no_format() -> None:
    """Commands that render nothing do not pay for feedgen and lxml."""
    code = "import sys, feedmill.formats; print({'feedgen', 'lxml', 'dateutil'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_alternates_are_the_other_formats_that_the_feed_has(make_feed: Callable[..., Feed]) -> None:
    """They come in the table's order, whatever the order of the feed's addresses."""
    feed = make_feed(urls={"json": "j", "rss": "r", "atom": "a"})
    assert alternates(feed, "atom") == [
        ("application/rss+xml", "r"),
        ("application/feed+json", "j"),
    ]
    assert alternates(make_feed(urls={"rss": "r"}), "rss") == []


@every_format
def test_golden(name: str, rich: Feed, update_golden: bool) -> None:
    """The rich feed is written as the reviewed file has it, byte for byte."""
    path = GOLDEN / f"rich{FORMATS[name].ending}"
    data = FORMATS[name].render(rich)
    if update_golden:
        path.write_bytes(data)
    assert path.read_bytes() == data


@every_format
def test_rendering_leaves_the_locale_alone(
    name: str, rich: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No format switches the locale of the process, not even for a moment."""

    def refuse(*arguments: object) -> None:
        raise AssertionError(f"setlocale{arguments}")

    monkeypatch.setattr(locale, "setlocale", refuse)
    FORMATS[name].render(rich)


@pytest.mark.slow
@every_format
def test_bytes_do_not_depend_on_the_machine(name: str, rich: Feed, tmp_path: Path) -> None:
    """Another hash seed, time zone, locale and working directory give the same bytes."""
    code = (
        "import sys, msgspec\n"
        "from feedmill.formats import FORMATS\n"
        "from feedmill.model import Feed\n"
        "feed = msgspec.json.decode(sys.stdin.buffer.read(), type=Feed)\n"
        f"sys.stdout.buffer.write(FORMATS[{name!r}].render(feed))"
    )
    for seed, zone, language in (("1", "Asia/Kathmandu", "C"), ("2", "America/Caracas", "de_DE")):
        done = subprocess.run(
            [sys.executable, "-c", code],
            input=msgspec.json.encode(rich),
            capture_output=True,
            check=True,
            cwd=tmp_path,
            env=os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": language},
        )
        assert FORMATS[name].render(rich) == done.stdout


@every_format
@pytest.mark.parametrize("dirt", "\x00\x08\x0b\x0c\x1f\ud800\udfff\ufffe\uffff")
def test_dirty_text_is_left_out(
    name: str, dirt: str, make_entry: Callable[..., Entry], make_feed: Callable[..., Feed]
) -> None:
    """What XML cannot hold is missing in every format, as if it had never been there."""
    dirty, clean = (
        make_feed(
            make_entry(),
            make_entry(id="tag:two", title=f"T{text}wo", content=f"<p>{text}\\u0000</p>\n\t"),
            make_entry(id="tag:three", related=(Link(url="https://mill.example/", title=text),)),
            rights=text,
        )
        for text in (dirt, "")
    )
    assert FORMATS[name].render(clean) == FORMATS[name].render(dirty)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("title", ["Mill & Stone", "Mill \x01"])
def test_blocks_make_the_bytes_of_the_whole(name: str, title: str, rich: Feed) -> None:
    """However many entries are rendered at a time, and even if one has what XML cannot hold."""
    row = FORMATS[name]
    dirty = replace(rich.entries[1], summary="\ufffe", content="]]>\x00 \ud800")
    feed = replace(rich, title=title, entries=(*rich.entries, dirty))
    assert row.frame is not None
    for size in (1, 2, 100):
        blocks = [feed.entries[at : at + size] for at in range(0, len(feed.entries), size)]
        parts = render_blocks(row, row.frame, replace(feed, entries=()), blocks)
        assert row.render(feed) == b"".join(parts)
