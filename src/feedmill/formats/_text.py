"""The last line of defence against text that no feed can hold; reading cleans it long before."""

from __future__ import annotations

import re
from typing import Any

from msgspec import Struct

_NOT_XML = "[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]"


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
