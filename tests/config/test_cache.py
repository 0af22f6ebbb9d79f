"""The config that is remembered is the one in the file, or none."""

from __future__ import annotations

from pathlib import Path

import pytest

from feedmill.config import cache, load_config
from sites import write_site


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
    """Whatever byte of it is damaged, the file is read."""
    kept = config.parent / ".feedmill" / cache.CACHE_FILE
    good = kept.read_bytes()
    expected = load_config(config)
    for at in range(len(good)):
        kept.write_bytes(good[:at] + bytes([good[at] ^ 0xA9]) + good[at + 1 :])
        assert expected == cache.load_cached(config)
    for end in range(len(good)):
        kept.write_bytes(good[:end])
        assert expected == cache.load_cached(config)
