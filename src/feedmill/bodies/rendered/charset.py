"""The bytes of a page → its text (https://encoding.spec.whatwg.org/#names-and-labels). Pure."""

from __future__ import annotations

import re

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
# How UTF-16 begins where it has no mark, as there is no NUL in a page.
_UNMARKED = (
    (re.compile(rb"(?:\s\0)*<\0"), "utf-16-le"),
    (re.compile(rb"(?:\0\s)*\0<"), "utf-16-be"),
)
_NEAR = 1024  # bytes that browsers look for it in
_META = re.compile(rb"<meta\b[^>]*?\bcharset\s*=\s*[\"']?\s*([\w:.-]{2,40})", re.IGNORECASE)
# Browsers read some as another one, which has more characters. Others than these are UTF-8.
_CODECS = {
    **dict.fromkeys(("iso-8859-1", "latin1", "us-ascii", "ascii", "windows-1252"), "cp1252"),
    **{
        f"windows-{number}": f"cp{number}" for number in (874, *range(1250, 1259)) if number != 1252
    },
    **{f"iso-8859-{number}": f"iso8859-{number}" for number in (*range(2, 9), 10, 13, 14, 15, 16)},
    **dict.fromkeys(("iso-8859-9", "latin5"), "cp1254"),
    **dict.fromkeys(("shift_jis", "shift-jis", "sjis"), "cp932"),
    **dict.fromkeys(("gb2312", "gbk", "gb18030"), "gb18030"),
    **dict.fromkeys(("euc-kr", "ks_c_5601-1987"), "cp949"),
    **{name: name for name in ("big5", "euc-jp", "iso-2022-jp", "koi8-r", "koi8-u")},
}


def decode_page(data: bytes) -> str:
    """Return the text of a page, as far as its encoding goes; what is beyond it becomes U+FFFD."""
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(codec, "replace")
    if b"\0" in data[:_NEAR]:
        for start, codec in _UNMARKED:
            if start.match(data, 0, _NEAR):
                return data.decode(codec, "replace")
    try:
        return data.decode()
    except UnicodeDecodeError:
        named = _META.search(data, 0, _NEAR)
        label = named[1].decode("ascii", "replace").lower() if named else ""
        return data.decode(_CODECS.get(label, "utf-8"), "replace")
