"""README.md, CONTRIBUTING.md and docs/ tell the truth: what they show runs, what they name exists.

Blocks below `<!-- name: pytest tests/test_docs.py --update-golden -->` are made here.
"""

from __future__ import annotations

import ast
import json
import re
import shlex
import textwrap
from collections import defaultdict
from pathlib import Path

import pytest
import yaml

from checkout import ROOT, copy_tracked, find_tracked, tracked_tree
from feedmill.cli.main import EXIT_STATUSES, main
from feedmill.fields import FIELDS
from feedmill.formats import FORMATS
from feedmill.live.checks import SERVED_CHECKS
from feedmill.parsing.fields.flags import FLAGS, PUBLISHED
from feedmill.parsing.fields.flags import STATUSES as WORDS
from feedmill.parsing.problems import PROBLEMS
from feedmill.survey.listing import listings
from repository import commit, repository

PACKAGE = ROOT / "src" / "feedmill"
FEEDS = ROOT / "feeds"
PAGES = sorted(find_tracked("*.md", "docs/*.md"))
TEXTS = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in PAGES}
README, CONTRIBUTING = TEXTS["README.md"], TEXTS["CONTRIBUTING.md"]
every_page = pytest.mark.parametrize("name", TEXTS)

GENERATORS = {
    "jekyll": "Jekyll",
    "hugo-yaml": "Hugo",
    "zola": "Zola",
    "eleventy": "Eleventy",
    "astro": "Astro",
    "pelican": "Pelican",
    "mkdocs": "MkDocs (Material)",
}


def blocks(text: str, language: str) -> list[str]:
    """Give the code blocks of a page in one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def commands(text: str) -> list[list[str]]:
    """Give the words of each line in the shell blocks of a page."""
    lines = "".join(blocks(text, "sh")).replace("\\\n", " ").splitlines()
    return [words for line in lines if (words := shlex.split(line, comments=True))]


def table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """Write a table in Markdown."""
    lines = [heads, ("---",) * len(heads), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def rows(text: str, head: str) -> list[list[str]]:
    """Give the cells of the table that begins with the line `head`."""
    lines = text.split(f"{head}\n")[1].split("\n\n")[0].splitlines()[1:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def listing() -> str:
    """List what lies in feeds/ by folder: feeds, without their endings, then all else."""
    endings = {row.ending for row in FORMATS.values()}
    feeds: dict[str, set[str]] = defaultdict(set)
    rest: dict[str, set[str]] = defaultdict(set)
    for path in (FEEDS / name for name in tracked_tree("feeds")):
        if path.parent.parent.name == "images":
            continue  # one of many pictures
        folder = f"{path.parent.relative_to(ROOT).as_posix()}/"
        is_feed = all(path.with_suffix(ending).exists() for ending in endings)
        (feeds if is_feed else rest)[folder].add(path.stem if is_feed else path.name)
    width = max(map(len, [*feeds, *rest])) + 2
    lines = []
    for folder, names in (*sorted(feeds.items()), *sorted(rest.items())):
        shown = "  ".join(sorted(names))
        first, *more = textwrap.wrap(shown, 98 - width, break_on_hyphens=False)
        lines += [f"{folder:{width}}{first}", *(" " * width + line for line in more)]
    return "\n".join(["```text", *lines, "```\n"])


def fields() -> str:
    """Tell from which keys each field is read, and what it is."""
    rows = [
        (f"`{row.name}`", ", ".join(f"`{key}`" for key in row.keys), row.docs)
        for row in FIELDS.values()
    ]
    return table(("field", "keys", "meaning"), rows)


def flags() -> str:
    """Tell which values keep an article out."""
    rows = [(f"`{key}: {str(out).lower()}`", reason) for key, out, reason in FLAGS]
    rows += [
        (f"`status: {word}`", meaning if meaning == PUBLISHED else f"{meaning} ({generator})")
        for generator, words in WORDS.items()
        for word, meaning in words.items()
    ]
    return table(("front matter", "counted as"), rows)


def problems() -> str:
    """Tell what can be wrong with an article."""
    rows = [(f"`{code}`", severity, text) for code, (severity, text) in PROBLEMS.items()]
    return table(("code", "severity", "meaning"), rows)


def findings() -> str:
    """Tell what can be wrong with how feeds are served."""
    rows = [(f"`{code}`", row.severity, row.description) for code, row in SERVED_CHECKS.items()]
    return table(("code", "severity", "meaning"), rows)


def generators() -> str:
    """Tell what the tests' sites of other generators have in their config."""
    found = []
    for case, name in GENERATORS.items():
        config = yaml.safe_load((ROOT / "tests/cases" / case / "config.yaml").read_text())
        articles = config["articles"]
        assert set(articles) <= {"include", "permalink"}
        include = ", ".join(f"`{pattern}`" for pattern in articles["include"])
        found.append((name, include, f"`{articles['permalink']}`"))
    return table(("generator", "`articles.include`", "`articles.permalink`"), found)


@pytest.mark.parametrize(
    ("page", "name", "made"),
    [
        ("README.md", "listing", listing()),
        ("docs/articles.md", "fields", fields()),
        ("docs/articles.md", "flags", flags()),
        ("docs/articles.md", "problems", problems()),
        ("docs/articles.md", "generators", generators()),
        ("docs/probe.md", "findings", findings()),
    ],
)
def test_blocks_are_current(page: str, name: str, made: str, update_golden: bool) -> None:
    """Each block is what the code, or the sample site, makes; `--update-golden` writes it."""
    check_block(page, name, made, update_golden)


@pytest.mark.slow
def test_the_diff_is_current(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], update_golden: bool
) -> None:
    """README shows what `feedmill diff` says of three edits of the sample site."""
    for folder in ("articles", "feeds"):
        copy_tracked(folder, tmp_path / folder)
    (tmp_path / "config.yaml").write_bytes((ROOT / "config.yaml").read_bytes())
    commit(repository(tmp_path))
    articles = tmp_path / "articles"
    changed = articles / "2023-10-30-retention-under-30-days.md"
    text = changed.read_text(encoding="utf-8")
    changed.write_text(re.sub(r"(?m)^title: .*", "title: Thirty days, no more", text, count=1))
    moved = articles / "2026-10-06-county-publishes-its-register-of-algorithms.md"
    moved.rename(articles / "2026-10-06-register-of-algorithms.md")
    new = text.replace("retention", "signage").replace("2023-10-30", "2026-11-23")
    new = re.sub(r"(?m)^title: .*", "title: Signs where cameras are", new, count=1)
    (articles / "2026-11-23-signs.md").write_text(new, encoding="utf-8")
    assert 1 == main(["diff", "HEAD", "--config", str(tmp_path / "config.yaml")])
    lines = capsys.readouterr().out.splitlines()
    shown = [*lines[: lines.index("new:")], f"{lines[-1].rpartition(',')[0]}"]
    made = "\n".join(["```text", "$ feedmill diff", *map(str.rstrip, shown), "```\n"])
    check_block("README.md", "diff", made, update_golden)


def check_block(page: str, name: str, made: str, update_golden: bool) -> None:
    """Compare the block `name` of a page with what it should be, or write it."""
    path = ROOT / page
    text = path.read_text(encoding="utf-8")
    mark = f"<!-- {name}: pytest tests/test_docs.py --update-golden -->\n"
    found = re.search(rf"(?<={mark})(?:.+\n)*", text)
    assert found
    if update_golden:
        path.write_text(text[: found.start()] + made + text[found.end() :], encoding="utf-8")
    else:
        assert made == found[0]


class TestFirstSteps:
    """What README says of one's own site."""

    def test_the_config_and_the_article_build(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """The config has ten lines at most, each command succeeds, build says what is shown."""
        (config,) = blocks(README, "yaml")
        (article,) = blocks(README, "markdown")
        assert len(config.splitlines()) <= 10
        name = re.findall(r"`([^`]+)`:\n\n```markdown", README)[0]
        (tmp_path / "config.yaml").write_text(config, encoding="utf-8")
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(article, encoding="utf-8")
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")  # 2027
        lines = [words[1:] for words in commands(README) if words[0] == "feedmill"]
        assert ["build"] == lines[0]
        outputs = []
        for line in lines:
            assert 0 == main(line)
            outputs.append(capsys.readouterr().out.splitlines())
        (told,) = re.findall(r"`(Built [^`]+)`: ([^.]+)\.", README)
        assert outputs[0][-1].startswith(f"{told[0]} (")
        assert told[0].split()[1] == str(len(list(tmp_path.rglob("*.atom"))))
        for feed in re.findall(r"`([^`]+)`", told[1]):
            assert (tmp_path / f"{feed}.atom").exists()

    def test_every_kind_of_list_is_told(self) -> None:
        """The comment beside `feedmill list` names the other lists."""
        listed = re.findall(r"feedmill list (\w+) +# or ([\w, ]+)", README)[0]
        assert list(listings()) == [listed[0], *listed[1].split(", ")]

    def test_statuses(self) -> None:
        """README has the statuses of the command line."""
        told = {row[0]: row[1] for row in rows(README, "| status | meaning |")}
        for status, meaning in re.findall(r"^ +(\d+) +(.+)$", EXIT_STATUSES, re.MULTILINE):
            assert told.pop(status).startswith(meaning)
        assert {} == told


class TestWhatComesOut:
    """What README shows of the sample site."""

    def test_numbers(self) -> None:
        """As many articles and feeds as the committed manifest has."""
        feeds = json.loads((FEEDS / "feeds.json").read_bytes())["feeds"]
        entries = {feed["key"]: feed["entries"] for feed in feeds}
        told = re.findall(
            r"From (\d+) published articles the sample site makes (\d+) feeds", README
        )
        assert [(str(entries["all"]), str(len(feeds)))] == told
        assert entries["all"] < 50  # more would not all stand in the feed

    @pytest.mark.parametrize(
        ("file", "language", "number"),
        [("all.atom", "xml", 0), ("all.rss", "xml", 1), ("all.json", "json", 0)],
    )
    def test_excerpts(self, file: str, language: str, number: int) -> None:
        """Each excerpt stands in its feed, but for what `…` stands for."""
        shown = blocks(README, language)[number]
        pieces = [re.escape(piece) for piece in shown.rstrip("\n").split("…")]
        assert re.search(r".{0,2000}?".join(pieces), (FEEDS / file).read_text("utf-8"), re.DOTALL)

    def test_ids(self) -> None:
        """The article that explains ids is there, and its entry has this id."""
        told = re.findall(r"`(articles/[^`]+)` (?:is|becomes)\s+`(tag:[^`]+)`", README)
        assert 1 == len(told)
        for path, identity in told:
            assert (ROOT / path).exists()
            assert f'"{identity}"' in (FEEDS / "all.json").read_text("utf-8")

    def test_comparison(self) -> None:
        """Every claim about another program is a link to its source; every source is used."""
        head = README[README.index("| | Feedmill |") :].split("\n")[0]
        cells = [cell for row in rows(README, head) for cell in row[2:]]
        assert len(cells) % 4 == 0
        sources = [re.findall(r"^\[[^]]+\]\[(\w+)\]$", cell) for cell in cells]
        assert [] == [cell for cell, names in zip(cells, sources, strict=True) if not names]
        used = {name for names in sources for name in names}
        defined = dict(re.findall(r"^\[(\w+)\]: (https://\S+)$", README, re.MULTILINE))
        assert used == defined.keys()


class TestContributing:
    """Where to find things."""

    def test_every_make_target_exists(self) -> None:
        """What pages tell to `make` can be made."""
        targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
        told = {
            words[1] for text in TEXTS.values() for words in commands(text) if words[0] == "make"
        }
        assert {"feeds", "test", "lint", "check"} <= told
        assert set() == told - set(targets)

    def test_every_path_exists(self) -> None:
        """Each path between backticks is that of something, in the repository or the package."""
        named = re.findall(r"`([\w./-]*(?:/|\.(?:py|md|yaml|json)))`", CONTRIBUTING)
        assert len(named) > 40
        cases = (path.parent for path in find_tracked("tests/cases/*/config.yaml"))
        folders = [ROOT, PACKAGE, *cases]
        named = [name for name in named if name != ".feedmill/"]  # a site has it once it is built
        missing = [name for name in named if not any((one / name).exists() for one in folders)]
        assert [] == missing

    def test_every_name_is_where_it_is_said_to_be(self) -> None:
        """`NAME` in `module.py`: the module defines NAME."""
        told = re.findall(r"((?:`[\w.]+`(?:, | and )?)+) in `([\w/]+\.py)`", CONTRIBUTING)
        assert len(told) > 15
        for names, path in told:
            defined = _defined(ast.parse((PACKAGE / path).read_text("utf-8")))
            assert [] == [name for name in re.findall(r"`([\w.]+)`", names) if name not in defined]

    def test_every_folder_is_named(self) -> None:
        """The page says of each folder of the package what it is for."""
        folders = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists()}
        assert set() == {name for name in folders if f"{name}/" not in CONTRIBUTING}


@every_page
def test_links_lead_somewhere(name: str) -> None:
    """Each relative link names a file or folder, and each anchor a heading of that page."""
    for target in re.findall(r"\]\((?!https?:)([^)\s]+)\)", TEXTS[name]):
        path, _, anchor = target.partition("#")
        place = (ROOT / name).parent / path if path else ROOT / name
        assert place.exists(), target
        if anchor:
            headings = re.findall(r"^#+ (.+)$", place.read_text("utf-8"), re.MULTILINE)
            assert anchor in {
                re.sub(r"[^\w -]", "", one).lower().replace(" ", "-") for one in headings
            }


def test_the_index_names_every_page() -> None:
    """docs/index.md links to all that lies in docs/."""
    linked = set(re.findall(r"\]\(([\w.-]+)\)", TEXTS["docs/index.md"]))
    assert {*tracked_tree("docs")} - {"index.md"} == linked


def _defined(tree: ast.Module | ast.ClassDef | ast.FunctionDef) -> set[str]:
    """Give what a module defines: `NAME`, `Class`, `function`, `Class.method`."""
    found = set()
    for node in tree.body:
        match node:
            case ast.Assign(targets=targets):
                found |= {target.id for target in targets if isinstance(target, ast.Name)}
            case ast.AnnAssign(target=ast.Name(id=name)):
                found.add(name)
            case ast.ClassDef() | ast.FunctionDef():
                found.add(node.name)
                found |= {f"{node.name}.{name}" for name in _defined(node)}
    return found


def test_promises_name_tests_that_exist() -> None:
    """Each promise of docs/security.md names its tests, in files and under names that there are."""
    text = (ROOT / "docs/security.md").read_text(encoding="utf-8")
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", text)
    assert len(named) > 40
    for path, name in named:
        tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
        functions = {one.name for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)}
        assert name in functions, f"{path}::{name}"
    promises = text.split("## The promises")[1].split("## What is not promised")[0]
    points = re.split(r"^\* ", promises, flags=re.MULTILINE)[1:]
    assert [] == [point for point in points if "::test_" not in point]
