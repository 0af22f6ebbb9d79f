"""Files of the site within a body: `--8<-- "a.md"` and `{!a.md!}` of Python-Markdown. Pure.

https://facelessuser.github.io/pymdown-extensions/extensions/snippets/,
https://github.com/cmacmackin/markdown-include
"""

from __future__ import annotations

import re

from feedmill.bodies.about import About
from feedmill.bodies.addresses.places import below, tops

_MAX_FILES = 200
_MAX_DEPTH = 5
_MAX_SIZE = 2**18  # characters of one file, and of all that a body takes in

_CUT = r"-{1,20}8<-{1,20}"
_LINE = re.compile(
    rf"^([ \t]*)(?:(;){_CUT}|{_CUT}[ \t]+(?:\"([^\"\n]+)\"|'([^'\n]+)')[ \t]*$"
    rf"|{_CUT}[ \t]*\n((?:(?![ \t]*{_CUT})[^\n]*\n){{1,50}}+)[ \t]*{_CUT}[ \t]*$)",
    re.MULTILINE,
)
_INCLUDE = re.compile(r"\{!\s*([^!\n]+?)\s*!(?:\s*lines=[^}\n]*)?\}")
_MARKER = re.compile(
    rf"^[^\n]{{0,80}}?{_CUT}[ \t]*\[[ \t]*(?:start|end):[^\n]*(?:\n|\Z)", re.MULTILINE
)
_LINES = re.compile(r"(.*?):(-?\d+)?(?::(-?\d+)?)?")
_SECTION = re.compile(r"(.*?):([a-zA-Z][\w-]*)")


def wants_snippets(text: str) -> bool:
    """Return whether a body may take in files."""
    return "8<-" in text or "{!" in text


def with_snippets(text: str, about: About) -> str:
    """Return the text with the files that it takes in."""
    return _Snippets(about).expand(text, 0)


class _Snippets:
    """The files that one body takes in."""

    def __init__(self, about: About) -> None:
        self._about = about
        self._files = 0
        self._room = _MAX_SIZE

    def expand(self, text: str, depth: int) -> str:
        """Return a text with the files in it."""
        if "8<-" in text:
            text = _LINE.sub(lambda found: self._line(found, depth), text)
        if "{!" in text:
            text = _INCLUDE.sub(lambda found: self._file(found[1], depth), text)
        return text

    def _line(self, found: re.Match[str], depth: int) -> str:
        if found[2]:  # an example of one
            return found[1] + found[0].lstrip(" \t")[1:]
        one = found[3] or found[4]
        names = [one] if one else [line.strip() for line in found[5].split("\n")]
        made = [self._file(name, depth) for name in names if name and name[0] != ";"]
        lines = "\n".join(made).split("\n")
        return "\n".join(f"{found[1]}{line}" if line else line for line in lines)

    def _file(self, written: str, depth: int) -> str:
        self._files += 1
        text = self._text(written) if depth < _MAX_DEPTH and self._files <= _MAX_FILES else None
        if text is None or len(text) > self._room:
            self._about.leave_out(f'--8<-- "{written[:40]}"', "left out")
            return ""
        self._room -= len(text)
        return self.expand(_MARKER.sub("", text), depth + 1).strip("\n")

    def _text(self, written: str) -> str | None:
        """Return the text of a file, of lines of it, or of a section."""
        text = self._read(written)
        if text is None and (lines := _LINES.fullmatch(written)):
            text = self._read(lines[1])
            if text is not None:
                first, last = int(lines[2] or 1), int(lines[3]) if lines[3] else None
                return "\n".join(text.split("\n")[max(first - 1, 0) : last])
        if text is None and (section := _SECTION.fullmatch(written)):
            text = self._read(section[1])
            if text is not None:
                name = re.escape(section[2])
                start = re.search(rf"{_CUT}[ \t]*\[[ \t]*start:[ \t]*{name}[ \t]*\][^\n]*\n", text)
                end = re.compile(
                    rf"^[^\n]{{0,80}}?{_CUT}[ \t]*\[[ \t]*end:[ \t]*{name}\b", re.MULTILINE
                )
                stop = end.search(text, start.end()) if start else None
                return text[start.end() : stop.start() if stop else None] if start else None
        return text

    def _read(self, name: str) -> str | None:
        path = self._about.article.path
        folders = ("", *tops(path), "includes/", f"{path.rpartition('/')[0]}/".lstrip("/"))
        for folder in dict.fromkeys(folders):
            place = below(folder, name.lstrip("/"))
            if not place.startswith("..") and (data := self._about.inputs.read(place)) is not None:
                text = data.decode("utf-8", "replace").replace("\r\n", "\n")
                return text if len(text) <= _MAX_SIZE else None
        return None
