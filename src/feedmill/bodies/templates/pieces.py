"""Find the pieces of template code in a text, and which of them belong together. Pure."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from feedmill.bodies.markdown.before.shield import code_spans
from feedmill.bodies.stash import has_token

_RAW = re.compile(r"\{%[-+]?\s*raw\s*[-+]?%\}")  # Liquid, Nunjucks, Jinja
_END_RAW = re.compile(r"\{%[-+]?\s*endraw\s*[-+]?%\}")
_ESCAPED = re.compile(r"\{\{([<%])/\*([^*]*+)\*/([>%])\}\}")  # Hugo's `{{</* x */>}}`
_ESCAPED_OF_ZOLA = re.compile(r"(\{[{%])/\*([^*]*+)\*/([}%]\})")
_CALL = re.compile(r"[\w:]+\(")
_RST_BLOCK = re.compile(  # below `::`, or a directive of code
    r"^(?P<lead>[ \t]*+)(?:\.\. (?:code|code-block|sourcecode)::[^\n]*+"
    r"|(?!\.\. )(?:[^\n:]++|:(?!:[ \t]*+\n))*+::[ \t]*+)\n"
    r"(?:(?P=lead)[ \t]+[^\n]*+\n?|[ \t]*\n)++",
    re.MULTILINE,
)
# A piece holds no start of another: so all of them are found in one linear pass.
_HUGO = (
    r"\{\{<(?P<angle>(?:[^>{]|>(?!\}\})|\{(?!\{))*+)>\}\}"
    r"|\{\{%(?P<percent>(?:[^%{]|%(?!\}\})|\{(?!\{))*+)%\}\}"
)
_SHORTCODE = re.compile(_HUGO)
_PIECE = re.compile(
    _HUGO + r"|\{%[-+]?(?P<tag>(?:[^%{]|%(?!\})|\{(?![{%]))*+)%\}"
    r"|\{\{[-~]?(?P<output>(?:[^}{]|\}(?!\})|\{(?![{%]))*+)\}\}"
    r"|\{#(?P<comment>(?:[^#{]|#(?!\})|\{(?!\#))*+)#\}"
)
_CODE = re.compile(r"\{\{[<%][^{}]*[>%]\}\}|\{%[^{}]*%\}|\{\{[^{}]*\}\}")
_LONGEST_TAG = 1000  # characters
_NAME = re.compile(r"\s*(/?)\s*([\w.:/-]+?)\s*(?=[\s(]|/?$|$)")
ARGUMENT = re.compile(
    r"""(?:([\w-]+)\s*[=:]\s*)?(?:"((?:[^"\\]|\\.)*+)"|'((?:[^'\\]|\\.)*+)'|`([^`]*+)`|([^\s"'`,()=|]+))"""
)
_MAX_PIECES = 20_000
_MAX_DEPTH = 30
_ANY = "*"  # closes whatever is open


class Piece(NamedTuple):
    """One piece of template code, and what is inside if it has an end of its own.

    `kind`: `shortcode`, `tag`, `output` or `comment`. `name` is that of the shortcode or tag,
    `code` all that is between the delimiters. The piece is `text[start:end]`, and what it encloses
    `text[end:inner_end]`, up to the end `stop` of its closing piece. `is_markdown`: what comes of
    it is rendered with the text around it, as Hugo does with `{{% x %}}`.
    """

    kind: str
    name: str
    code: str
    start: int
    end: int
    inner_end: int
    stop: int
    is_markdown: bool = False

    @property
    def is_pair(self) -> bool:
        """Whether it has a closing piece."""
        return self.stop > self.end

    @property
    def arguments(self) -> tuple[tuple[str, ...], Mapping[str, str]]:
        """The arguments by position and by name (in lower case), quotes taken away."""
        _, _, rest = self.code.strip().partition(self.name or " ")
        ordered: list[str] = []
        named: dict[str, str] = {}
        for key, *values in ARGUMENT.findall(rest):
            value = next(filter(None, values), "").replace('\\"', '"')
            if key:
                named[key.lower()] = value
            elif value not in ("/", "|"):
                ordered.append(value)
        return tuple(ordered), named


class Literal:
    """The parts of a text that are examples of code: template code in them is text."""

    def __init__(self, text: str) -> None:
        self._spans = code_spans(text)
        self._starts = [start for start, _ in self._spans]

    def has(self, place: int) -> bool:
        """Return whether a place is inside an example."""
        at = bisect_right(self._starts, place) - 1
        return at >= 0 and place < self._spans[at][1]


def raw_parts(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the parts of a text, and whether each is marked as raw: there nothing is expanded."""
    at = 0
    while (start := _RAW.search(text, at)) and (end := _END_RAW.search(text, start.end())):
        yield text[at : start.start()], False
        yield text[start.end() : end.start()], True
        at = end.end()
    yield text[at:], False


def parts_of_rst(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the parts of reStructuredText, and whether each is a block of code."""
    at = 0
    for block in _RST_BLOCK.finditer(text):
        yield text[at : block.start()], False
        yield block[0], True
        at = block.end()
    yield text[at:], False


def unescaped(text: str) -> str:
    """Return a text with escaped shortcodes of Hugo and Zola as they are to be shown."""
    if "/*" not in text:
        return text
    return _ESCAPED_OF_ZOLA.sub(r"\1\2\3", _ESCAPED.sub(r"{{\1\2\3}}", text))


def is_of_zola(piece: Piece) -> bool:
    """Return whether Zola reads a piece as a shortcode: it has parentheses, or ends one."""
    code = piece.code.strip()
    if piece.kind == "tag":
        return code == "end" or code.startswith("/*") or _CALL.match(code) is not None
    return piece.kind == "shortcode" or code.startswith("/*")


def pieces(text: str, generator: str | None = None) -> list[Piece]:
    """Return the outermost pieces of a text that are no examples, in order.

    Hugo and Zola know shortcodes alone, and those within code, too.
    """
    if generator == "zola":
        found = map(_piece, islice(_PIECE.finditer(text), _MAX_PIECES))
        return _outermost(list(filter(is_of_zola, found)))
    if generator == "hugo":
        shortcodes = islice(_SHORTCODE.finditer(text), _MAX_PIECES)
        return _outermost([_piece(one) for one in shortcodes])
    literal = Literal(text) if "`" in text or "~~~" in text or "<" in text else None
    matches = islice(_PIECE.finditer(text), _MAX_PIECES)
    return _outermost(
        [_piece(one) for one in matches if literal is None or not literal.has(one.start())]
    )


def fits_in(shown: str, text: str, place: int) -> bool:
    """Return whether what is shown of a piece can be there: no HTML can be in an attribute."""
    return not (("\n" in shown or has_token(shown)) and _is_in_tag(text, place))


def _is_in_tag(text: str, place: int) -> bool:
    before = text[max(0, place - _LONGEST_TAG) : place]
    if "<" not in before:
        return False
    before = _CODE.sub("", before)
    start = before.rfind("<")
    return start > before.rfind(">") and before[start + 1 : start + 2].isalpha()


def _piece(match: re.Match[str]) -> Piece:
    kind = match.lastgroup or ""
    code = match[kind]
    start, end = match.span()
    is_markdown = kind == "percent"
    if kind in ("angle", "percent"):
        kind = "shortcode"
    if kind == "output" and "(" in code and re.match(r"\s*[\w:]+\(", code):
        kind = "shortcode"  # Zola's `{{ youtube(id="x") }}`
    if kind in ("tag", "output"):
        code = code.rstrip().rstrip("-+~")
    named = _NAME.match(code) if kind != "comment" else None
    name = named[1] + named[2] if named and kind != "output" else ""
    return Piece(kind, name, code, start, end, end, end, is_markdown)


def _outermost(found: list[Piece]) -> list[Piece]:
    """Join openings with the nearest closings, and leave out what is within another piece."""
    ends: dict[int, int] = {}  # number of a closing piece, by that of its opening
    open_ones: list[int] = []
    for number, one in enumerate(found):
        closed = _closes(one)
        if not closed:
            if not (one.kind == "shortcode" and one.code.endswith("/")):  # `{{< x />}}`
                open_ones.append(number)
            continue
        names = [found[other].name for other in open_ones[-_MAX_DEPTH:]]
        back = next((at for at, name in enumerate(reversed(names), 1) if _fits(closed, name)), 0)
        if back:
            ends[open_ones[-back]] = number
            del open_ones[-back:]
    outer: list[Piece] = []
    inside = 0
    for number, one in enumerate(found):
        if one.start < inside or _closes(one):
            continue
        if number in ends:
            end = found[ends[number]]
            outer.append(one._replace(inner_end=end.start, stop=end.end))
            inside = end.end
        else:
            outer.append(one)
    return outer


def _fits(closed: str, name: str) -> bool:
    return closed == name or (closed == _ANY and name != "")


def _closes(piece: Piece) -> str:
    """Return the name of what a piece closes, "" if it closes nothing."""
    if piece.kind == "shortcode" and piece.name.startswith("/"):
        return piece.name[1:]
    if piece.kind == "tag" and piece.name.startswith("end") and len(piece.name) > 3:
        return piece.name[3:]
    if piece.kind == "tag" and piece.name == "end":  # Zola's `{% quote() %} … {% end %}`
        return _ANY
    return ""
