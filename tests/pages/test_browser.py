"""Pages in a browser, and before the Nu HTML checker: what people with eyes, ears and keys get.

Skipped where there is no Chromium, Node.js or Java, or not what `.ci/run` installs with npm.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from sites import article, build_site, write_site

ROOT = Path(__file__).parents[2]
MODULES = Path(os.environ.get("NODE_MODULES", ROOT / ".browser" / "node_modules"))
CHECKER = MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
HEBREW = """\
site: {title: מכונות, url: https://example.org/, authority: "example.org,2021", language: he}
pages: {accent: "#7fd1b9"}
"""

SITE = """\
site: {{title: {title}, description: {description}, url: https://example.org/,
  authority: "example.org,2021"}}
feeds: {{content: full}}
pages: true
"""
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=http://127.0.0.2:9/x onerror=alert(1)>',
    "' onmouseover='alert(1)' autofocus onfocus='alert(1)",
    "</title></style></textarea><svg onload=alert(1)>",
    "<iframe srcdoc='<script>parent.alert(1)</script>'></iframe>",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "{{ 7 * 7 }}{% raw %}${alert(1)}",
    "<!-- --><script>alert(1)</script><!--",
    "<link rel=stylesheet href=http://127.0.0.2:9/x.css><base href=http://127.0.0.2:9/>",
    "<meta http-equiv=refresh content='0;url=http://127.0.0.2:9/'>",
    "&lt;script&gt;alert(1)&lt;/script&gt; &#60;script&#62;",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "\u202egro.elpmaxe\u2066 \ufeff<b",
    "]]></script><![CDATA[<script>alert(1)</script>",
    'en" onload="alert(1)',
    "x" * 3000,
)

pytestmark = pytest.mark.slow
in_a_browser = pytest.mark.skipif(
    not (CHROMIUM and shutil.which("node") and (MODULES / "axe-core").exists()),
    reason="needs Chromium, Node.js, and playwright-core and axe-core in .browser/node_modules",
)
before_the_checker = pytest.mark.skipif(
    not (shutil.which("java") and CHECKER.exists()),
    reason="needs Java, and vnu-jar in .browser/node_modules",
)


def findings(folder: Path, *names: str) -> list[str]:
    """Look at pages below a folder in both colour schemes, wide and narrow."""
    call = [str(Path(__file__).with_name("browser.mjs")), str(folder), *names]
    environment = {**os.environ, "NODE_MODULES": str(MODULES), "CHROMIUM": CHROMIUM or ""}
    done = subprocess.run(
        ["node", *call], env=environment, capture_output=True, text=True, timeout=900, check=True
    )
    found: list[str] = json.loads(done.stdout)
    return found


def names(folder: Path) -> list[str]:
    """Give the pages below a folder."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))


@pytest.fixture
def hebrew(tmp_path: Path) -> Path:
    """A site that is written from right to left, with an accent that is too light."""
    articles = {
        "a.md": article("רובוט קטן", topics="[רובוטים, AI]", excerpt='"עברית"'),
        "b.md": article("An English title", topics="[AI]", language="en", webUrl="https://a.test/"),
        "c.md": article("<script>alert(1)</script>", topics="[AI]", webUrl="https://b.test/"),
    }
    build_site(write_site(tmp_path / "hebrew", dict(articles), HEBREW))
    return tmp_path / "hebrew" / "feeds"


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A site with so many feeds that the index is split."""
    articles = {
        f"{n}.md": article(f"No {n}", topics=f"[{', '.join(f'T {n} {m}' for m in range(9))}]")
        for n in range(60)
    }
    config = HEBREW.replace("language: he", "language: en") + "feeds: {formats: [atom]}\n"
    build_site(write_site(tmp_path / "large", dict(articles), config))
    return tmp_path / "large" / "feeds"


@in_a_browser
def test_a_split_index(large: Path) -> None:
    """The same of an index that is split, and of the page of a section."""
    assert [] == findings(large, "index.html", "topics.html")


@in_a_browser
def test_the_sample_site() -> None:
    """No violation, no message, no request elsewhere, nothing that moves, runs or overflows."""
    folder = ROOT / "feeds"
    first = ["index.html", "all.html", "topics/ai.html", "topics/ai/robot-post.example.html"]
    first.append("providers/migdalor.example.html")
    others = [name for name in names(folder) if name not in first]
    assert [] == findings(folder, *first, *others)


@in_a_browser
def test_from_right_to_left(hebrew: Path) -> None:
    """The same of a Hebrew site, in whose articles a script is written."""
    assert [] == findings(hebrew, *names(hebrew))


@in_a_browser
def test_nothing_of_an_article_runs(tmp_path: Path) -> None:
    """Whatever is written in whatever field, it is text: no script, no message, no request."""
    articles = {}
    for number, piece in enumerate(HOSTILE):
        said = json.dumps(piece)
        articles[f"{number}.md"] = article(
            said[1:-1],
            excerpt=said,
            webUrl=f"https://a.test/{number}",
            topics=f"[{said}, AI]",
            provider=f"{{name: {said}, domain: b{number}.test}}",
            authors=f"[{said}]",
            language=said,
            images=f"[{{url: {said}, isCached: true}}]",
            body=piece,
        )
    config = SITE.format(title=json.dumps(HOSTILE[0]), description=json.dumps(HOSTILE[1]))
    build_site(write_site(tmp_path, dict(articles), config))
    folder = tmp_path / "feeds"
    assert len(HOSTILE) < len(names(folder))
    assert [] == findings(folder, *names(folder))


@in_a_browser
def test_what_is_wrong_is_found(tmp_path: Path) -> None:
    """A page with all of these faults has them all reported."""
    (tmp_path / "bad.html").write_text(
        "<!doctype html><html><title>x</title><style>a { outline: 0 !important; transition: 1s }"
        "</style><p style='color: #ccc; width: 900px'>text<script>console.log(1); alert(2)</script>"
        "<img src='http://127.0.0.2:9/x.png'><a href='#x'>x</a><a href='#x' tabindex=-1>x</a>"
    )
    (tmp_path / "dark.html").write_text(
        "<!doctype html><html lang=en><title>x</title><style>@media (prefers-color-scheme: dark) {"
        "b { color: #222; background: #000 } }</style><main><h1>x</h1><b>text</b></main>"
    )
    found = findings(tmp_path, "bad.html", "dark.html")
    once = [one.partition("light: ")[2] for one in found if one.startswith("bad.html 1440 light")]
    for fault in ("console: 1", "dialog: 2", "request: http://127.0.0.2:9/x.png", "1 scripts"):
        assert fault in once
    assert any("link 0 does not show the focus" == fault for fault in once)
    assert any("1 of 2 links can be reached" == fault for fault in once)
    for way in ("1440 light", "320 dark", "1440 dark", "320 light"):
        of_way = "\n".join(one for one in found if one.startswith(f"bad.html {way}: "))
        assert ("320" in way) == ("too wide" in of_way)
        assert "elements move" in of_way
        assert "axe: color-contrast" in of_way
        dark = any(one.startswith(f"dark.html {way}: axe: color-contrast") for one in found)
        assert ("dark" in way) == dark


def check_html(*files: Path) -> list[str]:
    """Give what the Nu HTML checker says, warnings, too: a line each."""
    java = ["java", "-Xss4m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"]  # it starts sooner
    call = [*java, "-jar", str(CHECKER), "--stdout", "--also-check-css", *map(str, files)]
    done = subprocess.run(call, capture_output=True, text=True, timeout=900, check=False)
    return done.stdout.splitlines()


@before_the_checker
def test_the_checker_has_nothing_to_say(hebrew: Path, large: Path, tmp_path: Path) -> None:
    """No error and no warning, of any page of three sites and their stylesheets.

    Only a bad page beside them has errors: the checker works.
    """
    bad, feeds = tmp_path / "bad.html", ROOT / "feeds"
    bad.write_text("<!doctype html><title>x</title><p><div></p>")
    found = [folder / name for folder in (feeds, hebrew, large) for name in names(folder)]
    said = check_html(bad, *found, feeds / "style.css")
    assert any(": error: " in line for line in said)
    assert [] == [
        line for line in said if not line.startswith(f'"{bad.as_uri()}":'.replace("///", "/"))
    ]
