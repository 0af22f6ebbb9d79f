"""The encodings of pages."""

from __future__ import annotations

import pytest

from feedmill.bodies.rendered.charset import decode_page


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("é".encode(), "é"),
        (b"\xef\xbb\xbf" + "é".encode(), "é"),
        ("é".encode("utf-16"), "é"),
        ("\n<p>é".encode("utf-16-le"), "\n<p>é"),
        ("<p>é".encode("utf-16-be"), "<p>é"),
        (b"a\0<p>", "a\0<p>"),
        (b"<meta charset=iso-8859-1>\xe9\x80", "<meta charset=iso-8859-1>é€"),
        (
            b'<meta http-equiv="Content-Type" content="text/html; charset=Shift_JIS">\x82\xa0',
            '<meta http-equiv="Content-Type" content="text/html; charset=Shift_JIS">あ',
        ),
        (b"<meta charset=latin1>" + "é".encode(), "<meta charset=latin1>é"),  # it is wrong
        (b"<meta charset=utf-7>+ADw-\xff", "<meta charset=utf-7>+ADw-\ufffd"),
        (b"<meta charset=zlib>\xff", "<meta charset=zlib>\ufffd"),
        (b"\xff", "\ufffd"),
        (b"", ""),
    ],
)
def test_a_page_is_read_in_its_encoding(data: bytes, text: str) -> None:
    """A mark, UTF-8 where that fits, what the page says; never more than browsers know."""
    assert text == decode_page(data)
