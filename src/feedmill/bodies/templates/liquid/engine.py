"""python-liquid, held to limits: a piece that fails costs nothing but itself. Pure.

https://jg-rp.github.io/liquid/
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache, partial
from typing import Any, TextIO

from liquid import BoundTemplate, Environment, Mode, RenderContext
from liquid.ast import IllegalNode, Node
from liquid.builtin.content import Literal
from liquid.builtin.expressions.primitive import RangeLiteral
from liquid.exceptions import (
    LiquidError,
    LiquidInterrupt,
    LiquidSyntaxError,
    OutputStreamLimitError,
    StopRender,
)
from liquid.expression import Expression
from liquid.stream import TokenStream
from liquid.tag import Tag
from liquid.token import TOKEN_EXPRESSION, TOKEN_TAG, Token

from .job import MAX_ITEMS, MAX_TEXT, ExhaustedError, Job, checked
from .lax import LAX
from .source import readable

UNABLE = (
    ArithmeticError,
    AttributeError,
    LookupError,
    MemoryError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What python-liquid raises for values that it did not expect."""

_NO_CONTEXT: Any = None
_Failure = tuple[str, str]  # what, and how it is written


class Template(BoundTemplate):
    """A template that was read, with what was wrong in it."""

    failures: tuple[_Failure, ...] = ()


class Context(RenderContext):
    """The variables of a template, and the limits of the body that it is part of."""

    env: Engine

    def raise_for_loop_limit(self, length: int = 1) -> None:
        """Charge the rounds of a loop before it begins."""
        self.env.job.charge(length)

    def assign(self, key: str, val: Any) -> None:
        """Set a variable."""
        self.locals[key] = checked(val, self.env.job)

    def filter(self, name: str, token: Token | None) -> Callable[..., object]:
        """Return a filter; one that is unknown changes nothing, as in Jekyll, and is noted."""
        if name not in self.env.filters:
            code = _written(token) if token else ""
            self.env.job.leave_out(f"| {name[:40]}", code=code)
            return _unchanged
        return partial(_filtered, super().filter(name, token), self.env.job)


Template.context_class = Context


def _unchanged(left: object, *_: object, **__: object) -> object:
    return left


def _filtered(call: Callable[..., object], job: Job, left: object, *args: Any, **named: Any) -> Any:
    """Call a filter; what it cannot do is an error of Liquid's."""
    try:
        return checked(call(left, *args, **named), job)
    except UNABLE as error:
        raise LiquidError(f"{error}"[:100], token=None) from None


class _Range(RangeLiteral):
    """A range, of no more numbers than a list may have."""

    __slots__ = ()

    def evaluate(self, context: RenderContext) -> range:
        found = super().evaluate(context)
        if found.stop - found.start > MAX_ITEMS:
            raise LiquidError("makes too long a range", token=None)
        return found


class _Guarded(Node):
    """A piece that costs nothing but itself if it fails."""

    __slots__ = ("inner",)

    def __init__(self, inner: Node) -> None:
        super().__init__(inner.token)
        self.blank = inner.blank
        self.inner = inner
        _bound(inner.expressions())
        for part in inner.children(_NO_CONTEXT, include_partials=False):
            _bound(part.expressions())  # conditions are in parts that are no pieces

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        env: Engine = context.env  # type: ignore[assignment]
        env.job.charge(1)
        try:
            return self.inner.render(context, buffer)
        except OutputStreamLimitError:
            raise ExhaustedError from None
        except (LiquidError, *UNABLE) as error:
            what, how, code = labelled(self.token)
            reason = (
                str(error.args[0])[:80] if isinstance(error, LiquidError) and error.args else ""
            )
            env.job.leave_out(f"{what} ({reason})" if reason else what, how, code)
            return 0

    def children(self, static_context: RenderContext, *, include_partials: bool = True) -> Any:
        return self.inner.children(static_context, include_partials=include_partials)


def _bound(expressions: Iterable[Expression]) -> None:
    """Bound the ranges in expressions."""
    left = [*expressions]
    while left:
        one = left.pop()
        if type(one) is RangeLiteral:
            one.__class__ = _Range
        left += one.children()


class _Guard(Tag):
    """What reads a kind of pieces, so that each is guarded."""

    def __init__(self, tag: Tag) -> None:
        super().__init__(tag.env)
        self._tag = tag

    def parse(self, stream: TokenStream) -> Node:
        raise NotImplementedError  # `get_node` is all that is called

    def get_node(self, stream: TokenStream) -> Node:
        depth = stream.block_depth
        end = self._tag.end if self._tag.block else ""
        if end and not has_end(stream, end):  # what it would enclose stays
            token = stream.current
            self.env.error(LiquidSyntaxError(f"has no {end}", token=token), token=token)
            if stream.peek.kind == TOKEN_EXPRESSION:
                next(stream)
            return IllegalNode(token)
        node = self._tag.get_node(stream)
        stream.block_depth = depth  # an error leaves it as it was there
        return _Guarded(node)


class Tags(dict[str, Tag]):
    """The tags that are known; for others, what notes them."""

    unknown: Tag

    def get(self, name: str, default: Any = None) -> Any:  # noqa: ARG002 (the dictionary's)
        """Return what reads a tag."""
        return super().get(name, self.unknown)


class Engine(Environment):
    """What reads and renders templates; `job` is the body that it is rendering."""

    job: Job
    template_class = Template
    block_nesting_limit = 30
    context_depth_limit = 30
    output_stream_limit = MAX_TEXT
    suppress_blank_control_flow_blocks = True

    def __init__(self, tags: Iterable[type[Tag]], unknown: type[Tag]) -> None:
        self._failures: list[_Failure] = []
        super().__init__(tolerance=Mode.LAX)
        for tag in (*LAX, *tags):
            self.add_tag(tag)
        known = Tags(self.tags)
        known.unknown = _Guard(unknown(self))
        self.tags = known

    def add_tag(self, tag: type[Tag]) -> None:
        """Register a kind of pieces; all but text are guarded."""
        self.tags[tag.name] = tag(self) if tag is Literal else _Guard(tag(self))

    def error(self, exc: Any, *_: Any, token: Token | None = None, **__: Any) -> None:
        """Note what could not be read."""
        found = token or getattr(exc, "token", None)
        if found is not None and (what := labelled(found))[2].strip("{}%- \n"):
            self._failures.append((what[0], what[2]))

    def read(self, source: str) -> Template:
        """Return a template that was read, and note in the job what is wrong in it.

        Raises LiquidError, ExhaustedError.
        """
        self.job.charge(len(source) >> 7)
        template = self._read(source)
        for what, code in template.failures:
            self.job.leave_out(what, code=code)
        return template

    @lru_cache(maxsize=128)  # noqa: B019 (one engine lives as long as the process)
    def _read(self, source: str) -> Template:
        self._failures = []
        found = self.from_string(readable(source, self._leave_out))
        assert isinstance(found, Template)
        found.failures = tuple(self._failures)
        return found

    def _leave_out(self, code: str) -> None:
        self._failures.append((_label(code), code[:200]))

    def rendered(self, template: Template, values: Mapping[str, object], job: Job) -> str:
        """Return a template's text. Where it takes too much, only its plain text is left."""
        context = Context(template, globals=values)
        parts: list[str] = []
        room = MAX_TEXT
        exhausted = False
        for node in template.nodes:
            if not isinstance(node, _Guarded):
                parts.append(str(node))
            elif not exhausted:
                buffer = context.get_buffer()
                try:
                    node.render(context, buffer)
                except (LiquidInterrupt, StopRender):
                    pass
                except ExhaustedError:
                    exhausted = True
                text = buffer.getvalue()
                room -= len(text)
                if exhausted or room < 0:
                    exhausted = True
                    what, how, code = labelled(node.token)
                    job.leave_out(f"{what} (takes or makes too much)", how, code)
                else:
                    parts.append(text)
        return "".join(parts)


def has_end(stream: TokenStream, end: str) -> bool:
    """Return whether a tag has an end further on; each stream is looked through once."""
    places: dict[str, int] | None = getattr(stream, "ends", None)
    if places is None:
        places = {
            token.value: at for at, token in enumerate(stream.tokens) if token.kind == TOKEN_TAG
        }
        stream.ends = places  # type: ignore[attr-defined]
    return places.get(end, -1) > stream.pos


def labelled(token: Token) -> tuple[str, Any, str]:
    """Return how a piece is called in messages, that it is left out, and how it is written."""
    code = _written(token)
    return _label(code), "left out", code


def _label(code: str) -> str:
    """Return how a piece is called in messages."""
    words = code[:200].strip("{}%-").split()
    if code.startswith("{{"):
        return f"{{{{ {words[0][:40] if words else ''} }}}}"
    named = words[: 2 if words[:1] and words[0].startswith(("include", "render")) else 1]
    return f"{{% {' '.join(word[:40] for word in named)} %}}"


def _written(token: Token) -> str:
    """Return a piece as it is written in its source."""
    source, at = token.source, token.start_index
    start = max(source.rfind("{%", 0, at + 2), source.rfind("{{", 0, at + 2), 0)
    end = source.find("%}" if source.startswith("{%", start) else "}}", at)
    return source[start : min(end + 2, start + 200) if end >= 0 else at + 40]
