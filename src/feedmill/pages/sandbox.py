"""Render untrusted templates. Pure.

A site's templates come with its checkout, so they see nothing of Python, files or the network,
and each rendering is bounded: every loop, call and text that it makes costs, and there is an end
to what it may spend. https://jinja.palletsprojects.com/en/stable/sandbox/
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any

from jinja2 import BaseLoader, StrictUndefined, TemplateError, TemplateNotFound, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import SecurityError
from jinja2.filters import FILTERS
from jinja2.runtime import markup_join
from jinja2.sandbox import ImmutableSandboxedEnvironment

from feedmill.errors import PagesError
from feedmill.text import words

_BUDGET = 500_000  # of one rendering
_COST = 1024  # characters that cost as much as one turn of a loop
_MOST = 2**24  # characters of one text
_MOST_TURNS = 1000  # of `range`
_LARGEST = 10**12  # number
_FILTERS = words(
    "abs capitalize count d default dictsort e escape first float groupby int items join last "
    "length list lower map max min reject rejectattr reverse round select selectattr sort string "
    "striptags sum title trim truncate unique upper urlencode wordcount"
)
_TEXT_METHODS = words(
    "capitalize casefold count endswith find isdigit lower lstrip partition removeprefix "
    "removesuffix rpartition rstrip split splitlines startswith strip title upper"
)
_NUMBERS = (int, float)


class _Generator(CodeGenerator):
    """Compiles `~` to a call that is bounded."""

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802 (Jinja2's)
        self.write("environment.joined((")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")


class _Environment(ImmutableSandboxedEnvironment):
    """Jinja2's sandbox, with a budget."""

    code_generator_class = _Generator
    intercepted_binops = frozenset(["*", "**", "%", "+"])

    def __init__(self, loader: BaseLoader) -> None:
        super().__init__(
            loader=loader,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=StrictUndefined,
            auto_reload=False,
        )
        self.left = _BUDGET
        self.filters = {name: self._costly(FILTERS[name]) for name in _FILTERS}

    def spend(self, characters: int = 0) -> str:
        """Take from the budget. Raises SecurityError if nothing is left."""
        self.left -= 1 + characters // _COST
        if self.left < 0 or characters > _MOST:
            raise SecurityError("takes too long, or writes too much; shorten it")
        return ""

    def concat(self, parts: Iterable[str]) -> str:
        """Join what a template, block or macro wrote."""
        texts = list(parts)
        self.spend(sum(map(len, texts)))
        return "".join(texts)

    def joined(self, parts: tuple[Any, ...]) -> str:
        """Join the parts of `~`."""
        texts = [part if isinstance(part, str) else str(part) for part in parts]
        self.spend(sum(map(len, texts)))
        return markup_join(parts)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Calculate with numbers of a sensible size only."""
        numbers = isinstance(left, _NUMBERS) and isinstance(right, _NUMBERS)
        if not numbers or operator == "**" or max(abs(left), abs(right)) > _LARGEST:
            raise SecurityError(f"{operator} is for numbers that are not huge; for text use ~")
        return super().call_binop(context, operator, left, right)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Allow the methods of text that can't make much of little."""
        if isinstance(obj, str):
            return attr in _TEXT_METHODS
        return super().is_safe_attribute(obj, attr, value)

    def _generate(self, source: nodes.Template, *arguments: Any, **options: Any) -> str:
        """Let whatever can be repeated cost each time."""
        kinds = (nodes.Block, nodes.Macro, nodes.CallBlock, nodes.For)
        repeated: list[Any] = [source, *source.find_all(kinds)]
        for node in repeated:
            spend = nodes.Call(nodes.EnvironmentAttribute("spend"), [], [], None, None)
            node.body.insert(0, nodes.ExprStmt(spend, lineno=node.lineno))
        source.set_environment(self)
        text: str = super()._generate(source, *arguments, **options)
        return text

    def _costly(self, function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)  # with the marks by which Jinja2 knows what to pass
        def call(*arguments: Any, **options: Any) -> Any:
            texts = (len(one) for one in arguments if isinstance(one, str | list | tuple))
            self.spend(sum(texts))
            return function(*arguments, **options)

        return call


class _Loader(BaseLoader):
    """Templates by name; a site's own are known by their paths."""

    def __init__(self, texts: Mapping[str, str], folder: str) -> None:
        self._texts, self._folder = texts, folder

    def get_source(self, environment: Any, template: str) -> Any:  # noqa: ARG002 (Jinja2's)
        """Return a template's text and what errors call it."""
        if template not in self._texts:
            raise TemplateNotFound(template)
        return self._texts[template], f"{self._folder}/{template}", None


class SandboxedTemplates:
    """Templates by name, which escape what they show.

    `folder` is where errors say that they are, `shared` is what all of them see.
    """

    def __init__(self, texts: Mapping[str, str], folder: str, shared: Mapping[str, Any]) -> None:
        self._folder = folder
        self._environment = _Environment(_Loader(texts, folder))
        self._environment.globals = {"range": _turns, **shared}

    def render(self, name: str, **values: Any) -> str:
        """Return what a template makes of some values.

        Raises PagesError, with the line, if it can't be rendered.
        """
        self._environment.left = _BUDGET
        try:
            return self._environment.get_template(name).render(values)
        except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError) as error:
            raise PagesError(f"{self._place(error, name)}: {error}") from error
        except RecursionError as error:
            raise PagesError(f"{self._folder}/{name}: includes or calls itself") from error

    def _place(self, error: BaseException, name: str) -> str:
        """Return path and line of the template at fault."""
        if (path := getattr(error, "filename", None)) and (line := getattr(error, "lineno", 0)):
            return f"{path}:{line}"
        place = f"{self._folder}/{name}"
        at = error.__traceback__
        while at is not None:
            code = at.tb_frame.f_code
            if code.co_filename.startswith(f"{self._folder}/"):
                place = f"{code.co_filename}:{at.tb_lineno}"
            at = at.tb_next
        return place


def _turns(*bounds: int) -> range:
    found = range(*bounds)
    if len(found) > _MOST_TURNS:
        raise SecurityError(f"range is for up to {_MOST_TURNS:,} turns")
    return found
