"""What a listing asks for, gathered in batches."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from feedmill.git.records import compare_records
from feedmill.index import gathered, stamps_of
from feedmill.index.changes import affected
from feedmill.sources.source import Listing

PATHS = st.sampled_from(["a.md", "b/a.md", "b/c.md", "c d.md", "ü.md"])
BLOBS = st.sampled_from(["1" * 40, "2" * 40])
STAMPS = st.dictionaries(PATHS, st.none() | st.sampled_from(["10:1", "10:2", "1" * 40]))
CHANGED = st.dictionaries(st.text(max_size=9), st.none() | st.text(max_size=9))


@given(CHANGED, st.integers(1, 4))
def test_nothing_is_lost_on_the_way(changed: dict[str, str | None], size: int) -> None:
    """The batches hold what must be read, in its order, and no batch is too large."""
    todo = gathered(changed.items(), size)
    read = [pair for batch in todo.batches for pair in stamps_of(batch).items()]
    assert [(path, stamp) for path, stamp in changed.items() if stamp is not None] == read
    assert [path for path, stamp in changed.items() if stamp is None] == todo.gone
    assert len(read) == todo.articles
    assert all(1 <= len(stamps_of(batch)) <= size for batch in todo.batches)


def listing(tracked: dict[str, str], stamps: dict[str, str | None]) -> Listing:
    """Make a listing of tracked files, with their blobs, and of others."""
    records = [f"H 100644 {tracked[path]} 0\t{path}\0".encode() for path in sorted(tracked)]
    return Listing(stamps=stamps, tracked=b"".join(records))


@given(*[st.dictionaries(PATHS, BLOBS), STAMPS] * 2)
def test_what_is_affected(
    old_tracked: dict[str, str],
    old_stamps: dict[str, str | None],
    new_tracked: dict[str, str],
    new_stamps: dict[str, str | None],
) -> None:
    """Each path that has another stamp than before is told once, and told rightly."""
    old, new = listing(old_tracked, old_stamps), listing(new_tracked, new_stamps)
    told = list(affected(compare_records(old.tracked, new.tracked), old.stamps, new))
    was, now = {**old_tracked, **old_stamps}, {**new_tracked, **new_stamps}
    assert len(dict(told)) == len(told)
    assert {path: now.get(path) for path, _ in told} == dict(told)
    assert {path for path in was | now if was.get(path) != now.get(path)} <= dict(told).keys()
