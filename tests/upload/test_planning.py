"""What to upload and what to delete, decided on digests; and the note of a run."""

from __future__ import annotations

import pytest

from feedmill.errors import PublishError
from feedmill.publishing.stores.destination import Present
from feedmill.upload.items import Item, Turn
from feedmill.upload.notes import decode_note, encode_note, joined_notes
from feedmill.upload.planning import KnownFiles, doubtful, plan_upload

OURS, THEIRS = Present("b" * 64, True), Present("b" * 64, False)


def item(path: str, digit: str, turn: Turn = Turn.FEED) -> Item:
    return Item(path=path, bytes=1, sha256=digit * 64, turn=turn, headers={})


@pytest.mark.parametrize(
    ("named", "noted", "seen", "uploaded"),
    [
        ("a", "", None, False),
        ("b", "", None, True),
        ("", "", None, True),
        ("", "", OURS, True),
        ("", "", Present("a" * 64, True), False),
        ("", "", Present("a" * 64, None), False),
        ("", "", Present("a" * 64, False), True),  # its headers are anybody's
        ("", "b", OURS, True),
        ("", "b", Present("a" * 64, True), False),
        ("a", "b", OURS, True),
        ("a", "b", Present("a" * 64, True), False),
        ("a", "b", None, True),
    ],
)
def test_one_file(named: str, noted: str, seen: Present | None, uploaded: bool) -> None:
    """A file is uploaded unless its bytes are known to be there."""
    known = KnownFiles(
        named={"x": {named * 64: 1}} if named else {}, noted={"x": {noted * 64: 1}} if noted else {}
    )
    new = {"x": item("x", "a")}
    paths = doubtful(new, known)
    assert bool(paths) == (not named or bool(noted))
    plan = plan_upload(new, known, dict.fromkeys(paths, seen))
    assert (uploaded, not uploaded) == (bool(plan.upload), bool(plan.unchanged))


def test_foreign_files() -> None:
    """What nobody names and has no mark of ours stays, unless it may be overwritten."""
    new = {"x": item("x", "a"), "y": item("y", "a")}
    looked = {"x": THEIRS, "y": Present("", None)}
    with pytest.raises(PublishError, match=r"x \(and 1 more\) is at the destination already"):
        plan_upload(new, KnownFiles(), looked)
    assert 2 == len(plan_upload(new, KnownFiles(), looked, overwrite=True).upload)


def test_leaving() -> None:
    """What a manifest or a note names goes, with the bytes that either says."""
    known = KnownFiles(named={"x": {"1": 1}, "y": {"2": 2}}, noted={"y": {"3": 3}, "z": {"4": 4}})
    plan = plan_upload({"x": item("x", "a")}, known, {})
    assert {"y": {"2": 2, "3": 3}, "z": {"4": 4}} == plan.leaving
    assert {"x": {"a" * 64: 1}, **plan.leaving} == plan.note(known)


def test_order() -> None:
    """Images, then feeds, then what leads to them."""
    new = {
        "a": item("a", "a", Turn.INDEX),
        "b": item("b", "a", Turn.FEED),
        "c": item("c", "a", Turn.IMAGE),
    }
    plan = plan_upload(new, KnownFiles(), dict.fromkeys(new))
    assert ["c", "b", "a"] == [one.path for one in plan.upload]


def test_notes() -> None:
    """A note is read back as it was written; several are joined_notes."""
    note = {"b/c.atom": {"1" * 64: 7}, "a.rss": {"2" * 64: 0, "3" * 64: 1}}
    assert note == decode_note(encode_note(note), "x")
    assert {} == decode_note(encode_note({}), "x")
    assert {"a": {"1": 1, "2": 2}} == joined_notes(({"a": {"1": 1}}, {"a": {"2": 2}}, {}))
