"""Tags of Liquid: includes, addresses of other articles, and what is not known. Pure.

https://jekyllrb.com/docs/includes/, https://jekyllrb.com/docs/liquid/tags/
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, TextIO

from liquid import RenderContext
from liquid.ast import BlockNode, Node
from liquid.exceptions import LiquidError
from liquid.parser import get_parser
from liquid.stream import TokenStream
from liquid.tag import Tag
from liquid.token import TOKEN_EXPRESSION, Token

from feedmill.bodies.templates.known import Use
from feedmill.bodies.templates.own import handler_of
from feedmill.bodies.templates.pieces import Piece, fits_in

from .engine import Engine, has_end
from .job import ExhaustedError, Job, shown
from .scope import folders_of_includes, joined

_ARGUMENT = re.compile(
    r"""([\w-]+)\s*+[=:]\s*+(?:"((?:[^"\\]|\\.)*+)"|'((?:[^'\\]|\\.)*+)'|([^\s,"']++))"""
)
_FILE = re.compile(r"""\s*((?:\{\{[^{}]*\}\}|"[^"]*"|'[^']*'|[^\s,{"'])+),?(.*)""", re.DOTALL)
_VARIABLE = re.compile(r"\{\{-?\s*([\w.-]+)\s*(?:\|[^}]*)?-?\}\}")
_FRONT_MATTER = re.compile(r"---[ \t]*\n(?:.*?\n)??---[ \t]*\n", re.DOTALL)
_DEEPEST = 20  # includes in includes
_LONGEST_FILE = 2**18


def _engine(context: RenderContext) -> Engine:
    env = context.env
    assert isinstance(env, Engine)
    return env


def _expression(stream: TokenStream) -> str:
    """Return what is written in a tag after its name."""
    if stream.peek.kind == TOKEN_EXPRESSION:
        next(stream)
        return stream.current.value
    return ""


class _Include(Node):
    """A file of the site in the place of a tag."""

    def __init__(self, token: Token, written: str, kind: str) -> None:
        super().__init__(token)
        self.blank = False
        self._written, self._kind = written, kind

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        engine = _engine(context)
        found = _FILE.match(self._written)
        name, rest = (found[1], found[2]) if found else ("", "")
        name, arguments = self._name(name, context), self._arguments(rest, context)
        path, text = self._found(name, engine.job)
        if len(engine.job.includes) >= _DEEPEST:
            raise LiquidError("includes itself", token=self.token)
        template = engine.read(text)
        given = arguments if self._kind in ("render", "eleventy") else {"include": arguments}
        engine.job.includes.append(path)
        try:
            with context.extend(given):
                template.render_with_context(context, buffer, partial=True)
        finally:
            engine.job.includes.pop()
        return 1

    def _name(self, name: str, context: RenderContext) -> str:
        if name[:1] in "\"'" and name[:1] == name[-1:]:
            return name[1:-1]
        if "{{" in name:
            return _VARIABLE.sub(lambda found: shown(_value(found[1], context)), name)
        if self._kind in ("render", "eleventy"):
            return shown(_value(name, context))
        return name

    def _arguments(self, rest: str, context: RenderContext) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, double, single, bare in _ARGUMENT.findall(rest):
            if bare:
                found[key] = _value(bare, context)
            else:
                found[key] = (double or single).replace('\\"', '"').replace("\\'", "'")
        return found

    def _found(self, name: str, job: Job) -> tuple[str, str]:
        """Return path and text of the file. Raises LiquidError if there is none."""
        for path in self._places(name, job):
            data = job.about.inputs.read(path)
            if data is not None and len(data) <= _LONGEST_FILE:
                text = data.decode("utf-8", "replace").replace("\r\n", "\n")
                return path, _FRONT_MATTER.sub("", text, count=1) if text[:3] == "---" else text
        raise LiquidError(f"there is no {name}", token=self.token)

    def _places(self, name: str, job: Job) -> Iterator[str]:
        site = job.site
        if self._kind == "include_relative":
            here = job.includes[-1] if job.includes else job.about.article.path
            yield f"{here.rpartition('/')[0]}/{name}".lstrip("/")
            return
        if not {"..", "."}.isdisjoint(name.split("/")):
            return
        folder = site.folder("includes_dir", "_includes")
        yield joined(folder, name)
        if self._kind == "eleventy":
            for one in folders_of_includes(job):
                yield joined(one, name)
                yield joined(one, f"{name}.liquid")


def _value(name: str, context: RenderContext) -> Any:
    """Return the value of a variable, or of a number, `true` and the like, as an argument."""
    known = {"true": True, "false": False, "nil": None, "null": None}
    if name in known:
        return known[name]
    if re.fullmatch(r"-?\d{1,12}", name):
        return int(name)
    return context.get(list(name.split(".")[:20]), token=None)


class _IncludeTag(Tag):
    block = False
    kind = "include"

    def parse(self, stream: TokenStream) -> Node:
        """Read a tag."""
        token = stream.current
        return _Include(token, _expression(stream), self.kind)


class Include(_IncludeTag):
    """Jekyll's `include x.html p="y"`, of the folder `_includes`."""

    name = "include"


class IncludeCached(_IncludeTag):
    """The same by the plugin jekyll-include-cache."""

    name = "include_cached"


class IncludeRelative(_IncludeTag):
    """Jekyll's `include_relative`, of the article's own folder."""

    name = "include_relative"
    kind = "include_relative"


class EleventyInclude(_IncludeTag):
    """Liquid's own `include "x"`, as Eleventy has it."""

    name = "include"
    kind = "eleventy"


class Render(_IncludeTag):
    """Liquid's `render "x", p: y`."""

    name = "render"
    kind = "eleventy"


class _Piece(Node):
    """A tag with a meaning that `known.KNOWN` has, or with none."""

    def __init__(self, token: Token, written: str, block: BlockNode | None) -> None:
        super().__init__(token)
        self.blank = False
        self._written, self._block = written, block

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        engine = _engine(context)
        inner = ""
        if self._block is not None:
            into = context.get_buffer(buffer)
            self._block.render(context, into)
            inner = into.getvalue()
        return buffer.write(self._shown(inner, engine.job))

    def _shown(self, inner: str, job: Job) -> str:
        source, about = self.token.source, job.about
        name = self.token.value
        start = max(source.rfind("{%", 0, self.token.start_index + 1), 0)
        end = source.find("%}", self.token.start_index)
        stop = end + 2 if end >= 0 else len(source)
        piece = Piece("tag", name, f"{name} {self._written}".strip(), start, stop, stop, stop)
        if self._block is not None:
            piece = piece._replace(inner_end=stop, stop=stop + 1)
        indent = source[source.rfind("\n", 0, start) + 1 : start]
        found = handler_of(name.lower(), about)(
            Use(piece, inner, about, str, in_link=source[start - 1 : start] == "[")
        )
        if found and not fits_in(found, source, start):
            found = None
        if found is None and self._block is not None:
            job.leave_out(f"{{% {name[:40]} %}}", "shown as text", source[start:stop])
            found = inner
        if found is None and job.includes:  # a helper of a file of the site, not of the author
            job.leave_out(f"{{% {name[:40]} %}}", code=source[start:stop])
            return ""
        if found is None:
            return linked(piece, source, job)
        if found.startswith("\n\n") and indent and not indent.strip():
            return found.replace("\n\n", f"\n\n{indent}")
        return found


def linked(piece: Piece, source: str, job: Job) -> str:
    """Return a link to the page in the place of a piece, if that is a paragraph of its own."""
    from feedmill.bodies.templates.expand import linked as link

    return link(piece, source, job.about)


class Unknown(Tag):
    """A tag that Liquid does not have: a pair keeps what it encloses."""

    block = False
    name = "_unknown"

    def parse(self, stream: TokenStream) -> Node:
        """Read a tag, and what it encloses if it has an end. Raises LiquidError."""
        token = stream.current
        if token.value.startswith("end") and len(token.value) > 3:
            raise LiquidError("ends nothing", token=token)
        written = _expression(stream)
        end = f"end{token.value}"
        if not has_end(stream, end):
            return _Piece(token, written, None)
        next(stream)
        block = get_parser(self.env).parse_block(stream, frozenset((end,)))
        return _Piece(token, written, block)


class _Address(Node):
    """The address of another article or file, by its path or its name."""

    def __init__(self, token: Token, written: str) -> None:
        super().__init__(token)
        self.blank = False
        self._written = written

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        from feedmill.bodies.addresses import jekyll_address

        engine = _engine(context)
        site = engine.job.site
        name = self._written.strip().strip("\"'")
        if "{{" in name:
            name = _VARIABLE.sub(lambda found: shown(_value(found[1], context)), name)
        kind = self.token.value
        found = jekyll_address(kind, name, engine.job.about, site.source, site.settings)
        if found is None:
            engine.job.leave_out(f"{{% {kind} {name[:60]} %}}", "shown as a link")
            found = engine.job.about.article.link
        return buffer.write(found)


class _AddressTag(Tag):
    block = False

    def parse(self, stream: TokenStream) -> Node:
        """Read a tag."""
        token = stream.current
        return _Address(token, _expression(stream))


class PostUrl(_AddressTag):
    """Jekyll's `post_url`."""

    name = "post_url"


class LinkTag(_AddressTag):
    """Jekyll's `link`."""

    name = "link"


JEKYLL = (Include, IncludeCached, IncludeRelative, Render, PostUrl, LinkTag)
ELEVENTY = (EleventyInclude, Render)

__all__ = ["ELEVENTY", "JEKYLL", "ExhaustedError", "Unknown", "linked"]
