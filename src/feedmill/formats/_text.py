"""How times are written, and the last line of defence against text that no feed can hold. Pure.

Reading cleans text long before.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from msgspec import Struct

_NOT_XML = "[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]"
_CONTROLS = bytes([*range(9), 11, 12, *range(14, 32)])
LAST = b"\xef\xbf"
"""How U+FFC0 and what follows begins in UTF-8: some of it is no character."""

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def is_clean(text: str) -> bool:
    """Return whether XML can hold a text; of a few that it can it is not said."""
    try:
        data = text.encode()
    except UnicodeEncodeError:  # a lone surrogate
        return False
    return len(data.translate(None, _CONTROLS)) == len(data) and LAST not in data


def escaped(text: str) -> str:
    """Write a text for mark-up, as `html.escape` does: that loads all names of HTML, too."""
    return escaped_text(text).replace('"', "&quot;").replace("'", "&#x27;")


def escaped_text(text: str) -> str:
    """Do so where quotes can stay: not in an attribute."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def rfc822(when: datetime) -> str:
    """Return an aware time as RFC 822 has it, in UTC: `Sat, 13 Feb 2021 08:05:00 +0000`."""
    at = when.utctimetuple()  # strftime would write the names in the process's language
    day = f"{_DAYS[at.tm_wday]}, {at.tm_mday:02} {_MONTHS[at.tm_mon - 1]} {at.tm_year:04}"
    return f"{day} {at.tm_hour:02}:{at.tm_min:02}:{at.tm_sec:02} +0000"


def cleaned(value: Any) -> Any:
    """Return a value without the characters that XML 1.0 (2.2, Char) cannot hold.

    Takes text, and Structs, tuples, lists and dicts down to their texts; leaves all else.
    """
    match value:
        case str():
            return re.sub(_NOT_XML, "", value)
        case tuple() | list():
            return type(value)(map(cleaned, value))
        case dict():
            return {key: cleaned(item) for key, item in value.items()}
        case Struct():
            fields = value.__struct_fields__
            return type(value)(**{name: cleaned(getattr(value, name)) for name in fields})
        case _:
            return value
