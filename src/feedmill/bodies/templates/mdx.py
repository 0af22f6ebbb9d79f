"""MDX in a body → the same body without it: modules, tags, components, expressions. Pure.

https://mdxjs.com/docs/what-is-mdx/: a tag that is alone on its lines encloses blocks, any other is
part of a paragraph; what is between tags is Markdown. Components keep their children, and are shown
as the table in `components.py` says.
"""

from __future__ import annotations

import re
from html import escape, unescape

from feedmill.bodies.about import About
from feedmill.bodies.addresses.places import below
from feedmill.bodies.markdown.before.math import shield_formulas
from feedmill.bodies.markdown.before.shield import shield, unshield

from .components import InPlace, is_html, shown_component, shown_html
from .jsx import JsxPiece, tags_and_expressions, value_of_expression

_TAG_FIRST, _TAG_LAST = "\ufdde", "\ufddf"  # around the number of a tag or an expression
_TAG_MARK = re.compile(f"{_TAG_FIRST}([0-9]{{1,6}}){_TAG_LAST}")
_MODULE = re.compile(
    r"(?:\A\s*|(?<=\n\n)|(?<=\n[ \t]\n))"
    r"(?:import\s+(?:[\w$*{]|[\"'])|export\s+(?:const|let|var|function|default|async|class|\{|\*))"
    r"[^\n]*(?:\n(?![ \t]*$)[^\n]*)*",
    re.MULTILINE,
)
_IMPORT = re.compile(r"^import\s+(\w+)\s+from\s+[\"']([^\"'\n]+)[\"']", re.MULTILINE)
_CONSTANT = re.compile(
    r"^export\s+(?:const|let|var)\s+(\w+)\s*=\s*([^;\n]+|`[^`]*`);?[ \t]*$", re.MULTILINE
)
_FRONT = re.compile(r"\A---\r?\n.*?^---[ \t]*\r?\n", re.DOTALL | re.MULTILINE)
_HEADING_ID = re.compile(r"#[\w-]+")
_LEAD = re.compile(r"[ \t>]*")
_SIGNS = re.compile(f"[ \\t>]|{_TAG_FIRST}[0-9]{{1,6}}{_TAG_LAST}")
_MAX_DEPTH = 12  # of elements whose content is indented
_MAX_PARTS = 5  # files within files
_MAX_SIZE = 2**18
_TRUNCATE = "<!-- truncate -->"


def is_mdx(text: str) -> bool:
    """Return whether there can be anything of MDX in a text."""
    return "{" in text or "<" in text or "import " in text or "export " in text


def without_mdx(text: str, about: About) -> str:
    """Return MDX as Markdown, and HTML that is put away."""
    return _Mdx(about).run(text, 0)


class _Mdx:
    """One body; `_names` are what its modules define, as far as it is text."""

    def __init__(self, about: About) -> None:
        self._about = about
        self._names = _front_matter(about)
        self._pieces: list[str] = []  # code that is out of the way
        self._room = _MAX_SIZE

    def run(self, text: str, depth: int) -> str:
        """Return a text without MDX; what its modules define, others can use, too."""
        outer = self._pieces
        text, self._pieces = shield(text, elements=False)
        if "$" in text:  # remark-math reads formulas before expressions are found
            text = shield_formulas(text, self._pieces, dollars=self._about.dialect.dollars)
        text = _MODULE.sub(lambda found: self._module(self._bare(found[0])), text)
        marks: list[InPlace] = []
        kept: list[str] = []
        at = 0
        for found in tags_and_expressions(text, self._value):
            shown = self._shown(found, depth)
            if shown is None:
                continue
            kept += text[at : found.start], f"{_TAG_FIRST}{len(marks)}{_TAG_LAST}"
            marks.append(shown)
            at = found.end
        if marks:
            text = self._laid_out("".join([*kept, text[at:]]), marks)
        text, self._pieces = self._bare(text), outer
        return text

    def _laid_out(self, text: str, marks: list[InPlace]) -> str:
        """Return a text with its tags shown: those that are alone on their lines are blocks."""
        lines = text.split("\n")
        flow = [_TAG_FIRST in line and not _SIGNS.sub("", line) for line in lines]
        _dedent(lines, flow, marks)
        kept: list[str] = []
        for line, is_flow in zip(lines, flow, strict=True):
            if not is_flow:
                kept.append(
                    _TAG_MARK.sub(lambda mark: marks[int(mark[1])].inline, line)
                    if _TAG_FIRST in line
                    else line
                )
                continue
            lead = _LEAD.match(line)
            before = lead[0] if lead else ""
            blank = before if ">" in before else ""
            here = [marks[int(number)] for number in _TAG_MARK.findall(line)]
            shown = "".join(one.text for one in here)
            if _depth(here):
                self._about.stash.as_blocks(shown)
            shown = shown.replace("\n", f"\n{before}")
            kept += [blank, f"{before}{shown}" if shown.strip() else blank, blank]
        return "\n".join(kept)

    def _bare(self, text: str) -> str:
        return unshield(text, self._pieces)

    def _value(self, code: str) -> str | None:
        return value_of_expression(self._bare(code), self._names)

    def _module(self, code: str) -> str:
        """Remember what a module defines; return what is left of its text: nothing."""
        for name, source in _IMPORT.findall(code):
            if not source.startswith("!"):  # what a loader makes of a file is not known here
                self._names[name] = source
        for name, value in _CONSTANT.findall(code):
            found = value_of_expression(value, self._names)
            if found is not None:
                self._names[name] = found
        return ""

    def _shown(self, found: JsxPiece, depth: int) -> InPlace | None:
        """Return what is shown in the place of a tag or an expression; None if it is text."""
        if found.kind == "expression":
            return self._expression(found.code)
        attributes = {key: unescape(self._bare(one)) for key, one in found.attributes.items()}
        if not found.name:
            return InPlace("", tag=found)
        if is_html(found.name):
            return shown_html(found, attributes, self._about)
        if found.kind == "single" and (part := self._part(found.name, depth)) is not None:
            return InPlace(part)
        return shown_component(found, attributes, self._about)

    def _expression(self, code: str) -> InPlace | None:
        bare = self._bare(code).strip()
        if _HEADING_ID.fullmatch(bare):
            return None
        if not bare or (bare.startswith("/*") and bare.endswith("*/")):
            # The mark at which Docusaurus ends summaries.
            return InPlace(_TRUNCATE if "truncate" in bare[:30] else "")
        value = self._value(bare)
        if value is None:
            self._about.leave_out("{…}", "left out")
            return InPlace("")
        shown = escape(value, quote=False)
        return InPlace(self._about.stash.put(shown) if value.strip() else value)

    def _part(self, name: str, depth: int) -> str | None:
        """Return the text of a file of Markdown that a component stands for."""
        source = self._names.get(name, "")
        if not source.endswith((".md", ".mdx")) or depth >= _MAX_PARTS:
            return None
        folder = f"{self._about.article.path.rpartition('/')[0]}/".lstrip("/")
        if source.startswith("@site/"):
            folder, source = "", source.removeprefix("@site/")
        place = below(folder, source)
        data = None if place.startswith("..") else self._about.inputs.read(place)
        if data is None or len(data) > self._room:
            return None
        self._room -= len(data)
        text = _FRONT.sub("", data.decode("utf-8", "replace").replace("\r\n", "\n"))
        return self.run(text, depth + 1).strip("\n")


def _front_matter(about: About) -> dict[str, str]:
    """Return the names by which a body may show its own front matter."""
    return {
        f"{start}.{key}": value
        for key, value in about.values.items()
        if isinstance(value, str)
        for start in ("frontMatter", "frontmatter", "metadata", "props")
    }


def _depth(here: list[InPlace]) -> int:
    """Return how many elements a line opens, and does not close."""
    kinds = [one.tag.kind for one in here if one.tag]
    return kinds.count("open") - kinds.count("close")


def _dedent(lines: list[str], flow: list[bool], marks: list[InPlace]) -> None:
    """Take the indentation away that the content of elements has beyond that of their tags."""
    open_tags: list[tuple[str, int]] = []
    for number, line in enumerate(lines):
        if not flow[number]:
            continue
        for at in _TAG_MARK.findall(line):
            tag = marks[int(at)].tag
            if tag is None or tag.kind == "single":
                continue
            if tag.kind == "open":
                open_tags.append((tag.name, number))
                continue
            back = next(
                (n for n, one in enumerate(reversed(open_tags[-50:]), 1) if one[0] == tag.name), 0
            )
            if back:
                start = open_tags[-back][1]
                del open_tags[-back:]
                if len(open_tags) < _MAX_DEPTH:
                    _shift(lines, start, number)


def _shift(lines: list[str], start: int, end: int) -> None:
    inner = [line for line in lines[start + 1 : end] if line.strip()]
    if not inner:
        return
    least = min(len(line) - len(line.lstrip(" \t")) for line in inner)
    outer = len(lines[start]) - len(lines[start].lstrip(" \t"))
    if least > outer:
        lines[start + 1 : end] = [
            line[least - outer :] if line.strip() else line for line in lines[start + 1 : end]
        ]
