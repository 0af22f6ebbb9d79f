"""The manifest of the image store: one line an image."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from feedmill.errors import StoreError
from feedmill.images.manifest import Stored, Thumbnail, parse_lines, render_line, render_lines

FILE_A, FILE_B, FILE_NEW = (f"{name}/{name * 32}.jpg" for name in ("ab", "cd", "ef"))
A = Stored(
    url="https://example.com/a.jpg",
    file=FILE_A,
    bytes=10,
    type="image/jpeg",
    width=4,
    height=3,
    fetched=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
    etag='"x"',
)
B = replace(
    A,
    url="https://example.com/b.jpg",
    etag=None,
    thumbnail=Thumbnail(file=FILE_B, bytes=5, type="image/jpeg", width=2, height=1),
)


def test_the_form() -> None:
    """The URL comes first, so that lines sort by it; what is not known is left out."""
    expected = (
        b'{"url":"https://example.com/a.jpg","file":"' + FILE_A.encode() + b'",'
        b'"bytes":10,"type":"image/jpeg",'
        b'"width":4,"height":3,"fetched":"2026-01-02T03:04:05Z","etag":"\\"x\\""}\n'
    )

    assert expected == render_line(A)
    assert render_line(A) + render_line(B) == render_lines([B, A])


@given(st.permutations([A, B, replace(A, url="https://example.com/c.jpg")]))
def test_order_does_not_matter(images: list[Stored]) -> None:
    """The same images give the same bytes, and read back as they were."""
    data = render_lines(images)

    assert render_lines(reversed(images)) == data
    assert {image.url: image for image in images} == parse_lines(data)
    assert parse_lines(data) == parse_lines(b"\n".join(reversed(data.split(b"\n"))))


def test_two_lines_of_one_image() -> None:
    """After a merge of two branches the image that was fetched last counts."""
    newer = replace(A, file=FILE_NEW, fetched=datetime(2026, 2, 2, tzinfo=UTC))

    assert {A.url: newer} == parse_lines(render_line(newer) + render_line(A))
    assert {A.url: newer} == parse_lines(render_line(A) + render_line(newer))
    assert {A.url: A} == parse_lines(render_line(A) * 2)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (b"<<<<<<< HEAD", "merge conflict"),
        (b"=======", "merge conflict"),
        (b"{}", "url"),
        (b"[]", "array"),
        (b"\xff", "not a line"),
        (render_line(A)[:40], "not a line"),
        (render_line(A).replace(b"10", b'"10"', 1).strip(), "bytes"),
    ],
)
def test_bad_lines(line: bytes, words: str) -> None:
    """A line that is none is named by its number."""
    with pytest.raises(StoreError, match=r"images\.jsonl:2: ") as error:
        parse_lines(render_line(A) + line + b"\n" + render_line(B))

    assert words in str(error.value)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("url", "javascript:alert(1)"),
        ("url", "file:///etc/passwd"),
        ("url", "https://example.com/a b"),
        ("url", "https://example.com/a\n"),
        ("url", "https://example.com/" + "a" * 10_000),
        ("file", "../victim.jpg"),
        ("file", "/etc/passwd"),
        ("file", f"{FILE_A}/../x"),
        ("file", f"00/{FILE_A[3:]}"),
        ("file", FILE_A[3:]),
        ("file", f"{FILE_A}\n"),
        ("file", ""),
        ("file", FILE_A.replace("jpg", "html")),
        ("bytes", 0),
        ("bytes", 2**40),
        ("bytes", True),
        ("type", "text/html"),
        ("type", "image/png"),
        ("width", -1),
        ("height", 2**40),
        ("fetched", "2026-01-02T03:04:05"),
        ("etag", '"x"\r\nHost: example.org'),
        ("etag", ""),
        ("modified", "x" * 300),
        (
            "thumbnail",
            {"file": "../x.jpg", "bytes": 1, "type": "image/jpeg", "width": 1, "height": 1},
        ),
        ("thumbnail", {"file": FILE_B, "bytes": 0, "type": "image/jpeg", "width": 1, "height": 1}),
        ("thumbnail", {"file": FILE_A, "bytes": 1, "type": "image/jpeg", "width": 1, "height": 1}),
    ],
)
def test_lines_that_lie(field: str, value: object) -> None:
    """What the store would never write is refused, and its line named."""
    line = msgspec.json.encode({**msgspec.to_builtins(A), field: value})
    with pytest.raises(StoreError, match=r"images\.jsonl:2: "):
        parse_lines(render_line(B) + line + b"\n")


def test_lines_that_contradict_each_other() -> None:
    """Two URLs may share a file, but then it is of one size and type."""
    other = replace(A, url="https://example.com/c.jpg")
    assert {A.url, other.url} == parse_lines(render_lines([A, other])).keys()
    with pytest.raises(StoreError, match=r"images\.jsonl:2: says other things of ab/abab"):
        parse_lines(render_lines([A, replace(other, width=5)]))


@given(st.binary())
def test_any_bytes(data: bytes) -> None:
    """Bytes are a manifest or a StoreError, nothing else."""
    with suppress(StoreError):
        parse_lines(data)
