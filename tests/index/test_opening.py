"""Opening the index: a new one counts from its first commit on."""

from __future__ import annotations

from pathlib import Path

from feedmill.config import parse_config
from feedmill.index import open_index

CONFIG = parse_config(
    'site: {title: T, url: https://example.org, authority: "example.org,2026"}', ""
)


def _told(folder: Path, *, commit: bool) -> tuple[object, list[str]]:
    """Return what the index knew, and what was said; put a value into it."""
    notices: list[str] = []
    with open_index(folder, CONFIG, notices) as index:
        before = index.get("word")
        for number in range(2000):  # more than is written at once
            index.put(f"key {number}", b"x" * 10_000)
        index.put("word", "kept")
        if commit:
            index.commit()
    return before, notices


def test_an_index_that_was_never_committed_begins_again(tmp_path: Path) -> None:
    """What a stopped first build left is no index, and nothing to tell people of."""
    assert (None, []) == _told(tmp_path, commit=False)
    assert (None, []) == _told(tmp_path, commit=True)


def test_a_committed_index_stays(tmp_path: Path) -> None:
    """What was kept is there, whatever a later build that was stopped did."""
    assert (None, []) == _told(tmp_path, commit=True)
    assert ("kept", []) == _told(tmp_path, commit=False)
    assert ("kept", []) == _told(tmp_path, commit=True)
