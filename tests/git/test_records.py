"""Lists of tracked files, compared. Sets say what is right."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from feedmill.git.records import compare_records

PATHS = st.text("ab/ü\n", min_size=1, max_size=3).map(str.encode)
FILES = st.dictionaries(PATHS, st.sampled_from(["1" * 40, "2" * 40]))


def records(files: dict[bytes, str]) -> bytes:
    """Give what git says of files (path → blob)."""
    return b"".join(
        b"H 100644 %b 0\t%b\0" % (blob.encode(), path) for path, blob in sorted(files.items())
    )


@given(FILES, FILES)
def test_what_differs(old: dict[bytes, str], new: dict[bytes, str]) -> None:
    """Each record that only one list has is named once; what stands round them is the same."""
    before, after = records(old), records(new)
    found = compare_records(before, after)
    one, other = set(before.split(b"\0")), set(after.split(b"\0"))
    assert sorted(one - other) == sorted(found.removed)
    assert sorted(other - one) == sorted(found.added)
    assert found.head + found.tail <= min(len(before), len(after))
    assert before[: found.head] == after[: found.head]
    assert before[len(before) - found.tail :] == after[len(after) - found.tail :]


def test_the_same_round_a_change() -> None:
    """All that stands before and after one change is reported as the same."""
    before = records({b"%06d" % number: "1" * 40 for number in range(10_000)})
    size = len(before) // 10_000
    after = before.replace(b"1 0\t004000", b"3 0\t004000")
    found = compare_records(before, after)
    assert (4000 * size, 5999 * size) == (found.head, found.tail)


@given(st.lists(PATHS), st.lists(PATHS))
def test_out_of_order(old: list[bytes], new: list[bytes]) -> None:
    """Whatever the order, none of the records that differ is missed."""
    before, after = (
        b"".join(b"H 100644 1 0\t%b\0" % path for path in paths) for paths in (old, new)
    )
    found = compare_records(before, after)
    assert set(after.split(b"\0")) - set(before.split(b"\0")) <= set(found.added)
    assert set(before.split(b"\0")) - set(after.split(b"\0")) <= set(found.removed)
