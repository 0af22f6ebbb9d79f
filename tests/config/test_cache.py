"""The config that is remembered is the one in the file, or none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from zlib import crc32

import msgspec
import pytest
from msgspec.structs import replace

from checkout import find_tracked
from feedmill.config import cache, load_config, parse_config
from feedmill.config.docs.examples import EXAMPLES
from feedmill.config.feeds import GroupSettings
from feedmill.config.kinds.table import KINDS, TextKind
from feedmill.config.schema import Config
from sites import CONFIG, write_site


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A config that was loaded once."""
    config = write_site(tmp_path, {}) / "config.yaml"
    cache.load_cached(config)
    return config


def test_from_the_cache(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not read anew."""
    expected = load_config(config)
    monkeypatch.delattr("feedmill.config.load.decode_config")
    assert expected == cache.load_cached(config)


def test_a_damaged_cache(config: Path) -> None:
    """Whatever byte of key or checksum is damaged, or of the rest, the file is read."""
    kept = config.parent / ".feedmill" / cache.CACHE_FILE
    good = kept.read_bytes()
    expected = load_config(config)
    packed = len(good) - len(msgspec.msgpack.encode(expected))
    for at in (*range(0, packed, 7), *range(packed - 4, packed), *range(packed, len(good), 17)):
        kept.write_bytes(good[:at] + bytes([good[at] ^ 0xA9]) + good[at + 1 :])
        assert expected == cache.load_cached(config)
    for end in (*range(0, len(good), 17), len(good) - 1):
        kept.write_bytes(good[:end])
        assert expected == cache.load_cached(config)


FORGED: dict[str, Callable[[Config], Config]] = {
    "an output outside": lambda c: replace(c, feeds=replace(c.feeds, output="../outside")),
    "an absolute output": lambda c: replace(c, feeds=replace(c.feeds, output="/tmp/outside")),
    "an output that is not in its normal form": lambda c: replace(
        c, feeds=replace(c.feeds, output="feeds/../feeds")
    ),
    "a store outside": lambda c: replace(c, images=replace(c.images, store="../../x")),
    "articles outside": lambda c: replace(c, articles=replace(c.articles, include=("../*.md",))),
    "a script for a link": lambda c: replace(c, site=replace(c.site, url="javascript:alert(1)")),
    "an icon with a password": lambda c: replace(
        c, site=replace(c.site, icon="https://a:b@example.org/")
    ),
    "a hub that is none": lambda c: replace(c, hub="ftp://example.org/"),
    "a name of a feed that leads out": lambda c: replace(
        c, feeds=replace(c.feeds, families=(replace(c.feeds.families[0], name="../x"),))
    ),
    "a slug that leads out": lambda c: replace(c, topics={"AI": GroupSettings(slug="../x")}),
    "a domain that is none": lambda c: replace(c, providers={"exa mple.org": GroupSettings()}),
    "a host that is none": lambda c: replace(c, images=replace(c.images, allow_hosts=("a b",))),
    "a number out of its range": lambda c: replace(c, images=replace(c.images, per_host=10**6)),
}


@pytest.mark.parametrize("how", FORGED)
def test_a_forged_cache(config: Path, how: str) -> None:
    """What the config file could not say is not believed, though key and checksum are right."""
    kept = config.parent / ".feedmill" / cache.CACHE_FILE
    expected = load_config(config)
    good, forged = (msgspec.msgpack.encode(one) for one in (expected, FORGED[how](expected)))
    key = kept.read_bytes()[: -len(good) - 4]
    kept.write_bytes(key + crc32(forged).to_bytes(4, "big") + forged)
    assert expected == cache.load_cached(config)
    assert key + crc32(good).to_bytes(4, "big") + good == kept.read_bytes()


def test_sound() -> None:
    """Every config that the repository has is found sound, whatever it says."""
    for file in find_tracked("config.yaml", "tests/cases/*/config.yaml", "benchmarks/*.yaml"):
        assert cache.is_sound(load_config(file)), file


def test_every_kind_is_checked() -> None:
    """No text that is of a kind is passed over, wherever it is in the config."""
    seen: set[str] = set()

    class Recording(dict[str, TextKind]):
        def __getitem__(self, kind: str) -> TextKind:
            seen.add(kind)
            return super().__getitem__(kind)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cache, "KINDS", Recording(KINDS))
        more = (
            "images: {allow_hosts: localhost}\narticles: {include: 's3://b/*.md', manifest: a.txt,"
            " shortcodes: {callout: '<b>{inner}</b>'}}"
        )
        for text in (*EXAMPLES.values(), f"{CONFIG}{more}\n"):
            assert cache.is_sound(parse_config(text, "config.yaml"))
    assert set() == KINDS.keys() - seen
