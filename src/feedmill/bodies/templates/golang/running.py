"""Run the nodes of a template: variables, branches, loops, pipelines. Pure.

https://pkg.go.dev/text/template, https://pkg.go.dev/html/template
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

from .syntax import NotUnderstoodError, Pipe, TemplateNode, Term

Function = Callable[..., Any]
_MAX_STEPS = 200_000
_MAX_OUTPUT = 2**18
_MAX_TEXT = 2**18
_MAX_LIST = 10_000
_COST = 100  # characters that cost as much as a step


class Html(str):
    """Text that is HTML already."""

    __slots__ = ()


class Thing:
    """An object of a template: a page, a site, a resource; `get` returns a field or a method."""

    def get(self, name: str) -> Any:
        """Return what is called so. Raises NotUnderstoodError if nothing is."""
        raise NotUnderstoodError(name)


class _ReturnedError(Exception):
    """A partial gives a value back."""

    def __init__(self, value: Any) -> None:
        super().__init__()
        self.value = value


class _LeftError(Exception):
    """A loop is left."""


class _NextError(Exception):
    """The next value's turn has come."""


class Budget:
    """The steps that all templates of one body may take together."""

    def __init__(self) -> None:
        self._left = _MAX_STEPS

    def spend(self, steps: int) -> None:
        """Take steps off. Raises NotUnderstoodError if there are not as many left."""
        self._left -= steps
        if self._left < 0:
            raise NotUnderstoodError


class Runner:
    """Runs templates of one use of a shortcode, all of them within the same limits."""

    def __init__(self, functions: Mapping[str, Any], budget: Budget) -> None:
        self._functions = functions
        self._budget = budget
        self._room = _MAX_OUTPUT

    def run(self, nodes: Sequence[TemplateNode], dot: Any) -> Any:
        """Return the HTML that nodes make, or the value that a partial returns.

        Raises NotUnderstoodError if they ask for what cannot be had here, or for too much.
        """
        out: list[str] = []
        try:
            self._nodes(nodes, dot, [{"$": dot}], out)
        except _ReturnedError as found:
            return found.value
        except (_LeftError, _NextError):
            raise NotUnderstoodError from None
        return Html("".join(out))

    def _nodes(
        self, nodes: Sequence[TemplateNode], dot: Any, scopes: list[dict[str, Any]], out: list[str]
    ) -> None:
        for node in nodes:
            self._budget.spend(1)
            if node.kind == "text":
                self._write(node.text, out)
            elif node.kind == "output":
                value = self._pipe(node.pipe, dot, scopes)
                if not node.pipe.names:
                    self._write(value if isinstance(value, Html) else escape(shown(value)), out)
            elif node.kind == "return":
                raise _ReturnedError(self._pipe(node.pipe, dot, scopes))
            elif node.kind == "break":
                raise _LeftError
            elif node.kind == "continue":
                raise _NextError
            elif node.kind == "range":
                self._range(node, dot, scopes, out)
            else:
                inside: list[dict[str, Any]] = [*scopes, {}]
                value = self._pipe(node.pipe, dot, inside)
                if is_true(value):
                    here = value if node.kind == "with" else dot
                    self._nodes(node.inner, here, inside, out)
                else:
                    self._nodes(node.other, dot, inside, out)

    def _range(
        self, node: TemplateNode, dot: Any, scopes: list[dict[str, Any]], out: list[str]
    ) -> None:
        value = self._pipe(node.pipe._replace(names=()), dot, scopes)
        pairs: list[tuple[Any, Any]]
        if isinstance(value, Mapping):
            pairs = sorted(value.items(), key=lambda one: str(one[0]))
        elif isinstance(value, list | tuple):
            pairs = list(enumerate(value))
        elif isinstance(value, int) and not isinstance(value, bool):
            pairs = [(at, at) for at in range(min(value, _MAX_LIST))]
        elif value is None:
            pairs = []
        else:
            raise NotUnderstoodError
        if not pairs:
            self._nodes(node.other, dot, [*scopes, {}], out)
        names = node.pipe.names
        for key, one in pairs:
            values = (
                {names[0]: one} if len(names) == 1 else dict(zip(names, (key, one), strict=False))
            )
            try:
                self._nodes(node.inner, one, [*scopes, values], out)
            except _NextError:
                continue
            except _LeftError:
                break

    def _pipe(self, pipe: Pipe, dot: Any, scopes: list[dict[str, Any]]) -> Any:
        value: Any = None
        for at, command in enumerate(pipe.commands):
            value = self._command(command, dot, scopes, (value,) if at else ())
        for name in pipe.names:
            where = next((one for one in reversed(scopes) if name in one), scopes[-1])
            (scopes[-1] if pipe.is_new else where)[name] = value
        return value

    def _command(
        self,
        terms: Sequence[Term],
        dot: Any,
        scopes: list[dict[str, Any]],
        piped: tuple[Any, ...],
    ) -> Any:
        self._budget.spend(1)
        first, rest = terms[0], terms[1:]
        if first.kind == "name" and first.value in ("and", "or"):
            return self._either(first.value, rest, dot, scopes, piped)
        values = [self._command([one], dot, scopes, ()) for one in rest]
        return self._term(first, dot, scopes, (*values, *piped))

    def _either(
        self,
        name: str,
        terms: Sequence[Term],
        dot: Any,
        scopes: list[dict[str, Any]],
        piped: tuple[Any, ...],
    ) -> Any:
        value: Any = None
        for one in terms:
            value = self._command([one], dot, scopes, ())
            if is_true(value) == (name == "or"):
                return value
        return piped[0] if piped else value

    def _term(
        self, term: Term, dot: Any, scopes: list[dict[str, Any]], given: tuple[Any, ...]
    ) -> Any:
        if term.kind == "value":
            value = term.value
        elif term.kind == "dot":
            value = dot
        elif term.kind == "variable":
            scope = next((one for one in reversed(scopes) if term.value in one), None)
            if scope is None:
                raise NotUnderstoodError
            value = scope[term.value]
        elif term.kind == "pipe":
            value = self._pipe(term.value, dot, [*scopes, {}])
        else:
            if term.value not in self._functions:
                raise NotUnderstoodError
            value = self._functions[term.value]
            if not term.fields:
                return self._called(value, given)
        for at, name in enumerate(term.fields):
            value = field(value, name)
            if callable(value):
                is_last = at == len(term.fields) - 1
                value = self._called(value, given if is_last else ())
                if is_last:
                    return value
        if given:
            raise NotUnderstoodError
        return value

    def _called(self, function: Any, given: tuple[Any, ...]) -> Any:
        if not callable(function):
            if given:
                raise NotUnderstoodError
            return function
        try:
            made = function(*given)
        except (TypeError, ValueError, LookupError, AttributeError, ArithmeticError):
            raise NotUnderstoodError from None
        if isinstance(made, str | list):
            if len(made) > (_MAX_TEXT if isinstance(made, str) else _MAX_LIST):
                raise NotUnderstoodError
            self._budget.spend(1 + len(made) // _COST)
        return made

    def _write(self, text: str, out: list[str]) -> None:
        self._room -= len(text)
        if self._room < 0:
            raise NotUnderstoodError
        out.append(text)


def field(value: Any, name: str) -> Any:
    """Return a field of a value; None if a map has none.

    Raises NotUnderstoodError if such a value has no fields.
    """
    if isinstance(value, Thing):
        return value.get(name)
    if isinstance(value, Mapping):
        return value.get(name, value.get(name.lower()))
    if value is None:
        return None
    raise NotUnderstoodError


def is_true(value: Any) -> bool:
    """Return whether a condition holds: all but what is empty, zero or false."""
    return True if isinstance(value, Thing) else bool(value)


def shown(value: Any) -> str:
    """Return a value as text. Raises NotUnderstoodError for what has none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e21:
        return str(int(value))
    if isinstance(value, list | tuple):
        return f"[{' '.join(map(shown, sized(value)))}]"
    if isinstance(value, Thing | Mapping) or callable(value):
        raise NotUnderstoodError
    return str(value)


def sized(value: Any) -> Any:
    """Return a value. Raises NotUnderstoodError if too much is in it.

    A list that holds another twice may hold more than any memory does.
    """
    left, seen = [value], 0
    while left:
        one = left.pop()
        seen += 1
        if seen > _MAX_LIST:
            raise NotUnderstoodError
        if isinstance(one, Mapping):
            left += one.values()
        elif isinstance(one, list | tuple):
            left += one
    return value
