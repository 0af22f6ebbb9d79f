"""Typographic signs in a line of text, as SmartyPants makes them. Pure.

https://daringfireball.net/projects/smartypants/
"""

from __future__ import annotations

import re

_SIGNS = re.escape("!\"#$%'()*+,-./:;<=>?@[\\]^_`{|}~")
_BEFORE = r"(?<=[^\s\[{(–—-])"  # what a closing quote comes after
_QUOTES = (
    (rf"^'(?=[{_SIGNS}]\B)", "’"),
    (rf'^"(?=[{_SIGNS}]\B)', "”"),
    (r"\"'(?=\w)", "“‘"),
    (r"'\"(?=\w)", "‘“"),
    (r"'(?=\d\ds\b)", "’"),  # the '90s
    (r"(?<![^\s–—])'(?=\w)", "‘"),
    (rf"{_BEFORE}'", "’"),
    (r"'", "‘"),
    (r'(?<![^\s–—])"(?=\w)', "“"),
    (r'"(?=\s)', "”"),
    (rf'{_BEFORE}"', "”"),
    (r'"', "“"),
)
_RULES = tuple((re.compile(pattern), sign) for pattern, sign in _QUOTES)


def smart_text(text: str, dash: str) -> str:
    """Return text with curly quotes, dashes and ellipses; `dash` is what two hyphens are."""
    if not any(sign in text for sign in ("'", '"', "--", "...")):
        return text
    text = text.replace("---", "—").replace("--", dash).replace("...", "…")
    for pattern, sign in _RULES:
        text = pattern.sub(sign, text)
    return text
