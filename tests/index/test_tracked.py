"""The last listing of tracked files, kept in an index."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedmill.config import parse_config
from feedmill.git.records import compare_records
from feedmill.index import open_index
from feedmill.index.tracked import Tracked

CONFIG = parse_config(
    'site: {title: T, url: https://example.org, authority: "example.org,2026"}', ""
)
FILES = st.sets(st.integers(1, 60))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(st.lists(FILES, max_size=6))
def test_kept(tmp_path: Path, lists: list[set[int]]) -> None:
    """What was kept last comes back, however often it was patched."""
    with open_index(tmp_path, CONFIG, []) as index:
        for files in lists:
            records = b"".join(b"H 100644 %040d 0\t%03d\0" % (one, one) for one in sorted(files))
            tracked = Tracked(index)
            tracked.keep(compare_records(tracked.records, records), records)
            assert records == Tracked(index).records


def test_a_small_change_is_kept_as_one(tmp_path: Path) -> None:
    """The base, which may have a hundred megabytes, is not written anew for each change."""
    before = b"".join(b"H 100644 %040d 0\t%03d\0" % (one, one) for one in range(100))
    after = before.replace(b"99 0\t", b"98 0\t")
    with open_index(tmp_path, CONFIG, []) as index:
        for records in (before, after):
            tracked = Tracked(index)
            tracked.keep(compare_records(tracked.records, records), records)
        assert before == index.get("tracked")
        assert after == Tracked(index).records
