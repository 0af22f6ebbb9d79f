"""Indentation that other engines than ours pay no attention to. Pure."""

from __future__ import annotations

from .shield import lines_of


def without_indented_code(text: str, pieces: list[str]) -> str:
    """Return the text with four spaces meaning nothing; `pieces` is the code out of the way."""
    if "\n    " not in text and "\t" not in text and text[:4] != "    ":
        return text
    lines = lines_of(text, pieces)
    return "\n".join(f"  {line.lstrip()}" if is_code else line for line, is_code in lines)
