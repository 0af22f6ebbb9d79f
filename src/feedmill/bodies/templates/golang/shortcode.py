"""A use of a shortcode of the site's own → what its template makes of it. Pure.

https://gohugo.io/templates/shortcode/
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from textwrap import dedent
from typing import TYPE_CHECKING, Any

from feedmill.bodies.about import About
from feedmill.bodies.code import code_block
from feedmill.bodies.markdown import render_markdown
from feedmill.bodies.templates.pieces import ARGUMENT
from feedmill.text import plain

from .files import TemplateFiles
from .functions import VALUES, Scratch
from .running import Budget, Html, Runner, Thing
from .site import Page, PageResource, TemplateSite, path_of_url
from .syntax import NotUnderstoodError, nodes_of
from .texts import TEXTS

if TYPE_CHECKING:
    from feedmill.bodies.templates.known import Use

_SHORTCODES = ("shortcodes", "_shortcodes")
_PARTIALS = ("partials", "_partials")
_MAX_DEPTH = 12
_SCRIPT = re.compile(r"<(script|style|template)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_SHOWN = re.compile(r"<(?:img|iframe|video|audio|svg|math|object|embed|hr|picture)\b|\ufdd0")
_BY_SCRIPT = re.compile(r"<script\b|<canvas\b|\s(?:id|data-[\w-]+)\s*=|<\w+-\w", re.IGNORECASE)
_BLOCK = re.compile(
    r"<(?:address|article|aside|blockquote|details|div|dl|figure|h[1-6]|hr|iframe|ol|p|pre|section|"
    r"table|ul|video)\b"
)
_WORD = re.compile(r"\w")


class Shortcodes:
    """The shortcodes of one body; `now` are those that a use is within."""

    def __init__(self, about: About) -> None:
        self._about = about
        self.files = TemplateFiles(about)
        self.page = Page(about, self.files, self.render)
        self.site = TemplateSite(about, self.files, self.render)
        self.now: list[_Shortcode] = []
        self._budget = Budget()
        self._ordinal = 0
        self._depth = 0

    def show(self, use: Use) -> str | None:
        """Return what the site's own template makes of a use; None if it can't be known here."""
        template = self.files.template(*_SHORTCODES, name=use.piece.name)
        if template is None:
            return None
        self._ordinal += 1
        one = _Shortcode(use, self, self._ordinal - 1)
        try:
            nodes = nodes_of(template)
            self.now.append(one)
            one.expand()
        except NotUnderstoodError:
            return None
        finally:
            if self.now[-1:] == [one]:
                self.now.pop()
        try:
            made = str(self._runner().run(nodes, one))
        except (NotUnderstoodError, RecursionError):
            return None
        return self._placed(made, use)

    def _placed(self, made: str, use: Use) -> str | None:
        """Return what goes into the text: Markdown as it is, HTML put away."""
        shown = _SCRIPT.sub("", made)
        if not _SHOWN.search(shown) and not _WORD.search(plain(shown)):
            return None if _BY_SCRIPT.search(made) else ""
        if use.piece.is_markdown:
            return made
        return use.about.stash.put(made.strip(), block=bool(_BLOCK.search(shown)))

    def render(self, *given: Any) -> Html:
        """Return Markdown as HTML; one paragraph alone without its tags, unless it is a block."""
        options = given[0] if len(given) > 1 and isinstance(given[0], Mapping) else {}
        text = str(given[-1] if given[-1] is not None else "")
        if not text.strip():
            return Html("")
        made = render_markdown(text, self._about).strip()
        inner = made.removeprefix("<p>").removesuffix("</p>")
        if options.get("display") == "block" or "<p>" in inner or len(made) - len(inner) != 7:
            return Html(made)
        return Html(inner)

    def _runner(self) -> Runner:
        functions: dict[str, Any] = {**VALUES, **TEXTS}
        runner = Runner(functions, self._budget)
        functions |= self._functions(runner)
        return runner

    def _functions(self, runner: Runner) -> dict[str, Any]:
        site = self.site
        rel: Callable[[Any], str] = lambda path: path_of_url(site.address(path))  # noqa: E731
        partial: Callable[..., Any] = lambda name, *more: self._partial(  # noqa: E731
            runner, name, more[0] if more else None
        )
        code = {"Highlight": self._highlighted}
        return {
            **dict.fromkeys(("absURL", "absLangURL"), site.address),
            **dict.fromkeys(("relURL", "relLangURL"), rel),
            **dict.fromkeys(("partial", "partialCached"), partial),
            **dict.fromkeys(("i18n", "T"), lambda key, *_: self.files.words(str(key))),
            "fileExists": lambda path: self.files.text(str(path).lstrip("/")) is not None,
            "highlight": self._highlighted,
            "hugo": {"Environment": "production", "IsProduction": True, "IsServer": False},
            "lang": {"Translate": lambda key, *_: self.files.words(str(key))},
            "markdownify": self.render,
            "os": {"ReadFile": self._read, "FileExists": lambda path: bool(self._read(path))},
            "page": self.page,
            "partials": {"Include": partial, "IncludeCached": partial},
            "readFile": self._read,
            "ref": site.ref,
            "relref": site.relref,
            "resources": _Global(self._about, self.files),
            "site": site,
            "transform": {
                **code,
                "Markdownify": self.render,
                "Plainify": TEXTS["plainify"],
                "HTMLEscape": TEXTS["htmlEscape"],
                "HTMLUnescape": TEXTS["htmlUnescape"],
            },
            "urls": {
                "AbsURL": site.address,
                "RelURL": rel,
                "AbsLangURL": site.address,
                "RelLangURL": rel,
                "Anchorize": TEXTS["anchorize"],
                "URLize": TEXTS["urlize"],
                "Ref": site.ref,
                "RelRef": site.relref,
            },
        }

    def _partial(self, runner: Runner, name: str, dot: Any) -> Any:
        template = self.files.template(*_PARTIALS, name=str(name))
        if template is None or self._depth > _MAX_DEPTH:
            raise NotUnderstoodError
        self._depth += 1
        try:
            return runner.run(nodes_of(template), dot)
        finally:
            self._depth -= 1

    def _read(self, path: Any) -> str:
        found = self.files.text(str(path).lstrip("/"))
        if found is None:
            raise NotUnderstoodError
        return found

    def _highlighted(self, code: Any, language: Any = "", *_: Any) -> Html:
        name = re.sub(r"[^\w+#.-]", "", str(language))
        shown = str(code).strip("\n")
        return Html(code_block(f"{shown}\n", name))


class _Shortcode(Thing):
    """What a template of a shortcode sees of its use."""

    def __init__(self, use: Use, all_of_them: Shortcodes, ordinal: int) -> None:
        self._use, self._all, self._ordinal = use, all_of_them, ordinal
        self._parent = all_of_them.now[-1] if all_of_them.now else None
        self._params = _params(use.piece.code.strip().partition(use.piece.name)[2])
        self._scratch = Scratch()
        self._inner = Html("")

    def expand(self) -> None:
        """Expand the pieces within it, which comes first."""
        if self._use.piece.is_pair:
            self._inner = Html(self._use.expand(self._use.inner))

    def get(self, name: str) -> Any:
        fields: dict[str, Any] = {
            "Get": self._get,
            "Params": self._params,
            "IsNamedParams": isinstance(self._params, dict),
            "Inner": self._inner,
            "InnerDeindent": Html(dedent(self._inner)),
            "Page": self._all.page,
            "Site": self._all.site,
            "Parent": self._parent,
            "Name": self._use.piece.name,
            "Ordinal": self._ordinal,
            "Scratch": self._scratch,
            "Store": self._scratch,
            "Ref": self._all.site.ref,
            "RelRef": self._all.site.relref,
            "Position": self._all.page.get("File")["Path"],
        }
        if name not in fields:
            raise NotUnderstoodError
        return fields[name]

    def _get(self, key: Any) -> Any:
        if isinstance(self._params, list):
            is_there = isinstance(key, int) and 0 <= key < len(self._params)
            return self._params[key] if is_there else ""
        if isinstance(key, int):
            return ""
        return self._params.get(key, self._params.get(str(key).lower(), ""))


_TYPED = {"true": True, "false": False}


def _params(code: str) -> list[Any] | dict[str, Any]:
    ordered: list[Any] = []
    named: dict[str, Any] = {}
    for key, value in _arguments(code):
        if key:
            named[key] = value
        else:
            ordered.append(value)
    return named or ordered


def _arguments(code: str) -> Iterator[tuple[str, Any]]:
    for key, double, single, raw, bare in ARGUMENT.findall(code.removesuffix("/")):
        if bare:
            if bare == "/" and not key:
                continue
            is_number = re.fullmatch(r"-?\d{1,9}", bare)
            yield key, int(bare) if is_number else _TYPED.get(bare, bare)
        else:
            yield key, double.replace('\\"', '"') or single or raw


class _Global(Thing):
    """The files of `assets/`."""

    def __init__(self, about: About, files: TemplateFiles) -> None:
        self._about, self._files = about, files

    def get(self, name: str) -> Any:
        if name == "Get":
            return self._get
        if name in ("Minify", "Fingerprint", "PostCSS"):
            return lambda *given: given[-1]
        raise NotUnderstoodError

    def _get(self, written: Any) -> PageResource | None:
        name = str(written).strip("/")
        if name.startswith("..") or "/../" in name or "//" in name:
            return None
        for root in self._files.roots():
            path = f"{root}assets/{name}"
            if self._about.inputs.exists(path):
                site = self._about.config.site.url.rstrip("/")
                return PageResource(self._about, path, name, f"{site}/{name}")
        return None
