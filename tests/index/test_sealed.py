"""What goes from the index into feeds is what was written to it."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from feedmill.index.sealed import (
    DamagedError,
    check_ids,
    seal,
    seal_text,
    unseal,
    unseal_entry,
    unseal_text,
)
from feedmill.model import Entry, Image, IndexedEntry, Link, Person

DAY = datetime(2026, 1, 2, tzinfo=UTC)
ENTRY = Entry(
    id="tag:example.org,2021:a",
    title="A",
    link="https://example.org/a",
    published=DAY,
    updated=DAY,
    authors=(Person(name="B", uri="https://example.org/b"), Person(name="C")),
    related=(Link(url="http://example.org/r"),),
    content="<p>Text with &lt;script&gt; in it.</p>",
)
INDEXED = IndexedEntry(entry=ENTRY, images=(Image(url="https://example.org/i.png"),))


@given(st.binary(), st.integers(0), st.integers(1, 255))
def test_bytes(data: bytes, at: int, flip: int) -> None:
    """They come back as they were; with one byte changed or lost, not at all."""
    sealed = seal(data)
    assert data == unseal(sealed)
    at %= len(sealed)
    for other in (sealed[:at] + bytes([sealed[at] ^ flip]) + sealed[at + 1 :], sealed[:at]):
        with pytest.raises(DamagedError):
            unseal(other)


@given(st.text(st.characters(codec="utf-8")), st.text(st.characters(codec="utf-8"), min_size=1))
def test_texts(text: str, other: str) -> None:
    """A text is bound to what it is about."""
    sealed = seal_text(text, "a")
    assert text == unseal_text(sealed, "a")
    for damaged, about in ((sealed, "b"), (other + sealed, "a"), (sealed + "0", "a"), (text, "a")):
        with pytest.raises(DamagedError):
            unseal_text(damaged, about)


@pytest.mark.parametrize("value", [None, 5, 1.5, "text", b"", b"abc"])
def test_what_is_no_text_or_bytes(value: object) -> None:
    """A value of another type, as damage may leave it, is damage."""
    with pytest.raises(DamagedError):
        unseal(value)
    with pytest.raises(DamagedError):
        unseal_text(value, "")


def test_entry() -> None:
    """An entry comes back as it was, and so does what is left of a retracted one."""
    for one in (INDEXED, IndexedEntry(entry=replace(ENTRY, link=""))):
        assert one == unseal_entry(seal(msgspec.msgpack.encode(one)))


@pytest.mark.parametrize(
    "forged",
    [
        replace(INDEXED, entry=replace(ENTRY, link="javascript:alert(1)")),
        replace(INDEXED, entry=replace(ENTRY, link="//example.org/")),
        replace(INDEXED, entry=replace(ENTRY, related=(Link(url="data:text/html,x"),))),
        replace(INDEXED, entry=replace(ENTRY, authors=(Person(name="B", uri="file:///x"),))),
        replace(INDEXED, images=(Image(url="ftp://example.org/i.png"),)),
        replace(INDEXED, entry=replace(ENTRY, content="<p>x</p><SCRIPT src=x></script>")),
    ],
)
def test_forged_entry(forged: IndexedEntry) -> None:
    """No entry has what no article can have."""
    with pytest.raises(DamagedError):
        unseal_entry(seal(msgspec.msgpack.encode(forged)))


@pytest.mark.parametrize("value", [[], {"entry": {}}, {"entry": {"id": 5}}, "text"])
def test_no_entry(value: object) -> None:
    """What is of another form is no entry."""
    with pytest.raises(DamagedError, match="cannot be read"):
        unseal_entry(seal(msgspec.msgpack.encode(value)))


def test_ids() -> None:
    """A feed has each id once."""
    check_ids([ENTRY, replace(ENTRY, id="tag:example.org,2021:b")])
    with pytest.raises(DamagedError, match="one id"):
        check_ids([ENTRY, replace(ENTRY, title="B")])
