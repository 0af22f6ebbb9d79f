"""The config that is remembered is the one in the file, or none."""

from __future__ import annotations

from pathlib import Path

import pytest

from feedmill.config import cache as remembered
from feedmill.config import load_config
from sites import write_site


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A config that was loaded once."""
    config = write_site(tmp_path, {}) / "config.yaml"
    remembered.load(config, tmp_path / "state")
    return config


def test_from_the_cache(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not read anew."""
    expected = load_config(config)
    monkeypatch.delattr("feedmill.config.load_config")
    assert expected == remembered.load(config, config.parent / "state")


def test_a_damaged_cache(config: Path) -> None:
    """Whatever byte of it is damaged, the file is read."""
    cache = config.parent / "state" / remembered.FILE
    good = cache.read_bytes()
    expected = load_config(config)
    for at in range(len(good)):
        cache.write_bytes(good[:at] + bytes([good[at] ^ 0xA9]) + good[at + 1 :])
        assert expected == remembered.load(config, config.parent / "state")
    for end in range(len(good)):
        cache.write_bytes(good[:end])
        assert expected == remembered.load(config, config.parent / "state")
