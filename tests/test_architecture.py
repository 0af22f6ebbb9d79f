"""The house rules of CONTRIBUTING.md: who may import whom, read the clock, be how long.

Imports are read from the source, not by importing; those below `if TYPE_CHECKING` do not count.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import NamedTuple

import pytest

import feedmill

PACKAGE = Path(feedmill.__file__).parent
MAX_MODULE = 300  # lines
MAX_FUNCTION = 50  # lines, without decorators
MAX_FOLDER = 12  # modules
MADE = {"pages.compiled"}  # by programs, for programs to read

# Modules that only turn values into values: no file, no clock, no network. `x.*`: a package and
# all within. A module whose docstring's first paragraph ends with "Pure." must be one of them.
PURE = {
    *("dimensions", "display", "errors", "fields", "model", "names", "report", "text", "urls"),
    *("adopt.addresses", "adopt.families", "adopt.grouping", "adopt.insertion", "adopt.matching"),
    *("adopt.outcome", "adopt.selecting"),
    *("bodies.*", "cli.output.github"),
    *("config.articles", "config.convert", "config.dimensions", "config.docs.*"),
    *("config.feed_files", "config.feeds"),
    *("config.kinds.*", "config.rules.*", "config.schema", "config.tree"),
    *(
        "diff.addresses",
        "diff.difference",
        "diff.forms",
        "diff.gone",
        "diff.published",
        "diff.retraction",
    ),
    *("diff.limits", "diff.takeover"),
    *("feeds", "feeds.assembly", "feeds.directory", "feeds.families", "feeds.grouper"),
    *("feeds.groups", "feeds.selection", "feeds.slugs"),
    *("formats.*", "generators.*"),
    *(
        "git",
        "git.records",
        "http",
        "http.addresses",
        "http.answer",
        "http.head",
        "http.headers",
        "http.refusal",
    ),
    *("images", "images.enclose", "images.fetching.jobs", "images.fetching.limits"),
    *("images.fetching.svg", "images.manifest", "images.measure", "images.outcome"),
    *("images.telling", "images.wanted"),
    *(
        "index.changes",
        "index.items",
        "index.sealed",
        "lint.*",
        "live.checks",
        "live.known",
        "live.noticing",
        "live.discovery",
        "live.seen",
        "live.telling",
    ),
    *("pages", "pages.colours", "pages.compiled", "pages.languages", "pages.markup"),
    *("pages.paths", "pages.prepared", "pages.rates", "pages.relations", "pages.renderer"),
    *("pages.sandbox", "pages.views", "pages.wording"),
    *(
        "parsing.*",
        "publishing",
        "publishing.foreign",
        "publishing.manifest",
        "publishing.media_types",
    ),
    *("publishing.plan", "publishing.stores", "publishing.stores.address"),
    *("publishing.stores.destination", "scaffold.*"),
    *("serve", "serve.hosts", "serve.panel", "serve.reply"),
    *("sources", "sources.patterns", "sources.source", "survey", "survey.listing"),
    *("upload", "upload.items", "upload.notes", "upload.outcome", "upload.planning"),
}
# What pure modules may import from elsewhere: nothing that can reach the world outside.
PURE_MAY_IMPORT = {
    *("__future__", "abc", "ast", "bisect", "collections", "contextlib", "csv", "datetime"),
    "difflib",
    *(
        "email",
        "enum",
        "functools",
        "hashlib",
        "html",
        "ipaddress",
        "itertools",
        "json",
        "operator",
        "posixpath",
        "re",
        "textwrap",
    ),
    *("tomllib", "typing", "unicodedata", "urllib", "warnings", "xml", "zlib", "zoneinfo"),
    *("dateutil", "docutils", "feedgen", "idna", "jinja2", "latex2mathml", "liquid", "lxml"),
    "markdown",
    *("markupsafe", "msgspec", "nh3", "pymdownx", "pyromark", "slugify", "text_unidecode", "yaml"),
}
PURE_MAY_NOT_IMPORT = {"urllib.request", "urllib.robotparser"}

# Who alone may import a library.
OWNERS = {
    "click": {"cli.*"},
    "feedparser": {"live.reading"},
    "feedgen": {"formats._feedgen"},
    # The others parse what strangers sent.
    "lxml": {"formats._feedgen", "bodies.rendered.tree", "images.fetching.svg"},
    "jinja2": {"pages.sandbox"},
    "starlette": {"serve.*"},
    "uvicorn": {"serve.*"},
    "watchfiles": {"serve.*"},
    "liquid": {"bodies.templates.liquid.*"},
    "certifi": {"http.*"},
    "obstore": {"publishing.stores.objects"},
    "PIL": {"images.*"},
    "subprocess": {"git.door", "git.patience"},  # the only program that is run is git
}
# Who alone names the state folder: everybody else is given a path or a handle by `state`.
STATE_FOLDER = re.compile(r"\.feedmill(?!-staging|\.)\b")
NAMES_IT = {
    "state.folder",
    "scaffold.texts",  # as a line for .gitignore
}
CLOCKS = {"now", "utcnow", "today"}  # of datetime and date; only cli/options.py asks them

# What `import feedmill` must not cost: all third parties, and the slow parts of Python.
HEAVY = {
    *("click", "dateutil", "feedgen", "idna", "jinja2", "liquid", "lxml", "markupsafe", "msgspec"),
    "nh3",
    *(
        "pyromark",
        "slugify",
        "yaml",
        "PIL",
        "certifi",
        "asyncio",
        "multiprocessing",
        "sqlite3",
        "subprocess",
    ),
}


class Import(NamedTuple):
    """One import: of a module `name` ("feedmill." is left out of ours), when loaded or later."""

    name: str
    ours: bool
    at_load: bool


class Module(NamedTuple):
    """One source file, by its name without "feedmill."; the package itself is "feedmill"."""

    name: str
    text: str
    tree: ast.Module
    imports: tuple[Import, ...]


def _files() -> dict[str, Path]:
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        parts = parts[:-1] if parts[-1] == "__init__" else parts
        found[".".join(parts) or "feedmill"] = path
    return found


FILES = _files()


@cache
def _module(name: str) -> Module:
    text = FILES[name].read_text(encoding="utf-8")
    tree = ast.parse(text)
    return Module(name, text, tree, tuple(_imports(name, tree)))


def _imports(name: str, tree: ast.Module) -> Iterator[Import]:
    package = [] if name == "feedmill" else name.split(".")
    if FILES[name].name != "__init__.py":
        package = package[:-1]
    for node, at_load in _nodes(tree, at_load=True):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield _import([alias.name.removeprefix("feedmill.")], alias.name, at_load)
        elif isinstance(node, ast.ImportFrom):
            whole = node.module or ""
            if node.level:
                base = package[: len(package) - node.level + 1]
                whole = ".".join(["feedmill", *base, *([whole] if whole else [])])
            inner = whole.removeprefix("feedmill").removeprefix(".")
            for alias in node.names:
                inside = f"{inner}.{alias.name}".lstrip(".")
                yield _import([inside, inner or "feedmill"], whole, at_load)


def _import(ours: list[str], whole: str, at_load: bool) -> Import:
    """Give the first of `ours` that is a module; of other packages, the module `whole`."""
    if whole.split(".")[0] != "feedmill":
        return Import(whole, False, at_load)
    return Import(next((one for one in ours if one in FILES), whole), True, at_load)


def _nodes(tree: ast.AST, *, at_load: bool) -> Iterator[tuple[ast.AST, bool]]:
    """Give all statements but those for type checkers, and whether they run at load."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.expr):
            continue
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            continue
        yield node, at_load
        inside = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        yield from _nodes(node, at_load=at_load and not inside)


class _Modules(Mapping[str, Module]):
    """All of them by name; each is read when a test asks for it."""

    def __getitem__(self, name: str) -> Module:
        return _module(name)

    def __iter__(self) -> Iterator[str]:
        return iter(FILES)

    def __len__(self) -> int:
        return len(FILES)


MODULES = _Modules()


def is_among(name: str, names: Iterable[str]) -> bool:
    """Say whether a module is one of `names`, where `*` stands for anything; `x.*` has x in it."""
    return any(name == one.removesuffix(".*") or fnmatchcase(name, one) for one in names)


def test_imports_are_read_rightly() -> None:
    """Relative, absolute and late imports are found; those for type checkers are left out."""
    assert Import("formats._feedgen", True, True) in MODULES["formats.atom"].imports
    assert Import("formats.atom", True, False) in MODULES["formats"].imports
    assert Import("model", True, True) in MODULES["formats"].imports
    assert Import("feedgen.feed", False, True) in MODULES["formats._feedgen"].imports
    assert "survey.site" not in {one.name for one in MODULES["lint.checks"].imports}


def test_the_rules_name_modules_that_exist() -> None:
    """A module that was renamed or removed does not leave a rule behind."""
    rules = PURE.union(*OWNERS.values())
    assert [] == sorted(one for one in rules if not any(is_among(name, [one]) for name in FILES))


def test_a_module_that_claims_to_be_pure_is_held_to_it() -> None:
    """Whoever writes "Pure." into a docstring adds the module to PURE."""
    claims = {
        name
        for name, module in MODULES.items()
        if " ".join((ast.get_docstring(module.tree) or "").split("\n\n")[0].split()).endswith(
            " Pure."
        )
    }
    assert len(claims) > 10
    assert [] == sorted(name for name in claims if not is_among(name, PURE))


@pytest.mark.parametrize("name", [name for name in FILES if is_among(name, PURE)])
def test_pure_modules_import_only_what_is_pure(name: str) -> None:
    """A pure module imports pure modules of ours, and libraries that cannot reach the world."""
    offending = [
        one.name
        for one in MODULES[name].imports
        if one.name in PURE_MAY_NOT_IMPORT
        or not (
            is_among(one.name, PURE) or one.name == "feedmill"  # the front door loads nothing
            if one.ours
            else one.name.split(".")[0] in PURE_MAY_IMPORT
        )
    ]
    assert [] == offending


@pytest.mark.parametrize("library", OWNERS)
def test_a_library_is_known_in_one_place(library: str) -> None:
    """Only its owner imports click, feedgen, lxml, or what fetches and reads images."""
    importers = {
        name
        for name, module in MODULES.items()
        if any(not one.ours and one.name.split(".")[0] == library for one in module.imports)
    }
    assert [] == sorted(name for name in importers if not is_among(name, OWNERS[library]))


def test_only_the_command_line_asks_for_the_time() -> None:
    """`datetime.now` and its like are called in cli/options.py and nowhere else."""
    asking = {
        name
        for name, module in MODULES.items()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute)
        and node.attr in CLOCKS
        and ast.unparse(node.value).split(".")[-1] in ("datetime", "date")
    }
    assert {"cli.options"} == asking


def test_one_door_to_the_state_folder() -> None:
    """Only `state` knows where it is, and opens databases; `tests/state/test_door.py` watches."""
    naming, connecting = set(), set()
    for name, module in MODULES.items():
        texts = set(map(id, _docstrings(module.tree)))
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                if id(node) not in texts and STATE_FOLDER.search(node.value):
                    naming.add(name)
            elif isinstance(node, ast.Attribute) and ast.unparse(node) == "sqlite3.connect":
                connecting.add(name)
    assert NAMES_IT == naming
    assert {"state.database"} == connecting
    users = {
        name
        for name, module in MODULES.items()
        if re.search(r"import .*\bSTATE\b", module.text) and not name.startswith("state.")
    }
    assert set() == users


def test_sql_stays_in_the_index() -> None:
    """No other folder asks a database anything; what keeps settings right for all is `state`'s."""
    query = re.compile(r"(select|insert|update|delete|create|drop) \w", re.IGNORECASE)
    asking = {
        name
        for name, module in MODULES.items()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr.startswith(("execute", "fetch"))
        and any(
            isinstance(part, ast.Constant) and query.match(str(part.value).lstrip())
            for one in node.args
            for part in ast.walk(one)
        )
    }
    assert asking
    assert set() == {name for name in asking if not name.startswith("index.")}


def _docstrings(tree: ast.Module) -> Iterator[ast.AST]:
    """Give the texts that stand by themselves: docstrings, of attributes, too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):
            yield node.value


def test_modules_are_short() -> None:
    """A module that passes the limit has found its next room."""
    lengths = {
        name: len(module.text.splitlines()) for name, module in MODULES.items() if name not in MADE
    }
    assert {} == {name: length for name, length in lengths.items() if length > MAX_MODULE}


def test_functions_are_short() -> None:
    """No function passes the limit, its docstring included."""
    lengths = {
        f"{name}.{node.name}": (node.end_lineno or 0) - node.lineno + 1
        for name, module in MODULES.items()
        for node in ast.walk(module.tree)
        if name not in MADE and isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert {} == {name: length for name, length in lengths.items() if length > MAX_FUNCTION}


def test_there_is_no_room_for_everything() -> None:
    """Each module's name says what it is about."""
    vague = {"base", "common", "core", "helpers", "lib", "misc", "tools", "util", "utils"}
    assert [] == [name for name in FILES if name.split(".")[-1] in vague]


def test_modules_do_not_import_in_circles() -> None:
    """What loads with a module never needs that module in turn."""
    needs = {
        name: {one.name for one in module.imports if one.ours and one.at_load} - {name}
        for name, module in MODULES.items()
    }
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        pytest.fail(" imports ".join(reversed(error.args[1])))


def test_importing_feedmill_costs_nothing() -> None:
    """`import feedmill` loads none of the heavy libraries, and opens no file but its own code."""
    code = """if True:
        import sys
        touched = []
        def listen(event, args):
            code = str(args[0]).endswith((".py", ".pyc")) if args else False
            if event.startswith(("open", "socket.", "subprocess.", "sqlite3.", "os.")) and not code:
                if event not in ("os.listdir", "os.scandir"):  # the import system's own
                    touched.append((event, args))
        sys.addaudithook(listen)
        before = set(sys.modules)
        import feedmill
        print(touched)
        print(*sorted(set(sys.modules) - before))
    """
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    touched, loaded = done.stdout.splitlines()
    assert "[]" == touched
    assert "feedmill" in loaded.split()
    assert set() == {name.split(".")[0] for name in loaded.split()} & HEAVY


def test_rooms_do_not_import_in_circles() -> None:
    """What a folder at the top needs, now or later, never needs that folder in turn."""
    needs: dict[str, set[str]] = {}
    for name, module in MODULES.items():
        room = name.split(".")[0]
        others = {
            one.name.split(".")[0] for one in module.imports if one.ours and one.name in FILES
        }
        needs.setdefault(room, set()).update(others - {room, "feedmill"})
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        pytest.fail(" needs ".join(reversed(error.args[1])))


def test_folders_are_small() -> None:
    """Besides the one that opens it, a folder has twelve modules at most: more are overlooked."""
    folders: dict[str, int] = {}
    made = [FILES[name] for name in MADE]
    for path in FILES.values():
        if path.name == "__init__.py" or path in made:
            continue
        folder = path.parent.relative_to(PACKAGE.parent).as_posix()
        folders[folder] = folders.get(folder, 0) + 1
    assert {} == {folder: number for folder, number in folders.items() if number > MAX_FOLDER}
