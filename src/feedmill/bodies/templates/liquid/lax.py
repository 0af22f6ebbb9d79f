"""Liquid's own pieces, read as tolerantly as Ruby's Liquid reads them. Pure.

https://github.com/Shopify/liquid/blob/main/lib/liquid/parse_context.rb: Jekyll's default is lax.
"""

from __future__ import annotations

import re
from typing import TextIO

from liquid import Environment, RenderContext
from liquid.ast import BlockNode, Node
from liquid.builtin.expressions import FilteredExpression, tokenize
from liquid.builtin.output import Output, OutputNode
from liquid.builtin.tags.case_tag import CaseTag
from liquid.exceptions import LiquidSyntaxError
from liquid.expression import Expression
from liquid.parser import get_parser
from liquid.stream import TokenStream
from liquid.tag import Tag
from liquid.token import TOKEN_CONTENT, TOKEN_EOF, TOKEN_EXPRESSION, TOKEN_OUTPUT, TOKEN_TAG, Token

from .job import shown

_FIRST = re.compile(r"\s*(\"[^\"]*\"|'[^']*'|[^\s,|\"']+)[^|]*+(\|.*)?", re.DOTALL)
_FILTER_COLON = re.compile(r"(\|\s*[\w-]+)(?:\s*,\s*|\s+)(?=[\"'\w])(?!\s*:)")
_WORD = re.compile(r"[\w-]+")
_ASSIGNED = re.compile(r"\s*([\w.\[\]()-]+)\s*=\s*(.*)", re.DOTALL)


def filtered(env: Environment, written: str, token: Token) -> Expression:
    """Read an expression with filters; of what makes no sense, the part that does.

    Raises LiquidSyntaxError if that is nothing.
    """
    try:
        return FilteredExpression.parse(env, TokenStream(tokenize(written, token)))
    except LiquidSyntaxError:
        found = _FIRST.match(written)
        if found is None:
            raise
        rest = _FILTER_COLON.sub(r"\1: ", found[2] or "")
        again = f"{found[1]} {rest}"
        return FilteredExpression.parse(env, TokenStream(tokenize(again, token)))


class LaxOutputNode(OutputNode):
    """A piece such as `{{ page.title }}`."""

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        """Write the value."""
        return buffer.write(shown(self.expression.evaluate(context)))


class LaxOutput(Output):
    """What reads `{{ … }}`."""

    def parse(self, stream: TokenStream) -> OutputNode:
        """Read a piece."""
        token = stream.eat(TOKEN_OUTPUT)
        inner = stream.expect(TOKEN_EXPRESSION)
        return LaxOutputNode(token, filtered(self.env, inner.value, inner))


class _Assign(Node):
    def __init__(self, token: Token, name: str, value: Expression) -> None:
        super().__init__(token)
        self._name, self._value = name, value

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:  # noqa: ARG002
        context.assign(self._name, self._value.evaluate(context))
        return 0

    def expressions(self) -> list[Expression]:
        return [self._value]


class LaxAssign(Tag):
    """What reads `{% assign x = … %}`."""

    block = False
    name = "assign"

    def parse(self, stream: TokenStream) -> Node:
        """Read a tag. Raises LiquidSyntaxError."""
        token = stream.eat(TOKEN_TAG)
        inner = stream.expect(TOKEN_EXPRESSION)
        found = _ASSIGNED.fullmatch(inner.value)
        if found is None:
            raise LiquidSyntaxError("assigns nothing", token=token)
        return _Assign(token, found[1], filtered(self.env, found[2], inner))


class _Capture(Node):
    def __init__(self, token: Token, name: str, block: BlockNode) -> None:
        super().__init__(token)
        self._name, self._block = name, block

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        into = context.get_buffer(buffer)
        self._block.render(context, into)
        context.assign(self._name, into.getvalue())
        return 0

    def children(self, *_: object, **__: object) -> list[Node]:
        return [self._block]


class LaxCapture(Tag):
    """What reads `{% capture x %}`; of `/dev/null` the name is `dev`."""

    name = "capture"
    end = "endcapture"

    def parse(self, stream: TokenStream) -> Node:
        """Read a tag, and what it encloses. Raises LiquidSyntaxError."""
        token = stream.eat(TOKEN_TAG)
        inner = stream.eat(TOKEN_EXPRESSION)
        found = _WORD.search(inner.value)
        if found is None:
            raise LiquidSyntaxError("has no name", token=token)
        block = get_parser(self.env).parse_block(stream, frozenset(("endcapture", TOKEN_EOF)))
        stream.expect(TOKEN_TAG, value="endcapture")
        return _Capture(token, found[0], block)


class LaxCase(CaseTag):
    """What reads `{% case x %}`, with what stands before its first branch left out."""

    def parse(self, stream: TokenStream) -> Node:
        """Read a tag and its branches."""
        at = stream.pos + 2  # after the name and the expression
        while at < len(stream.tokens) and stream.tokens[at].kind in (TOKEN_CONTENT, "comment"):
            del stream.tokens[at]
        return super().parse(stream)


LAX: tuple[type[Tag], ...] = (LaxOutput, LaxAssign, LaxCapture, LaxCase)
