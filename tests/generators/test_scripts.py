"""Literals in settings that are programs."""

from __future__ import annotations

import time

import pytest

from feedmill.generators.astro import read
from feedmill.generators.facts import Facts
from feedmill.generators.modules import assignments
from feedmill.generators.scripts import Script

CONFIG = """
// dir: { input: "comment" }
/* site: 'comment' */
import x from "y";
const re = /["'{]/g, half = a / b / c;
export const SITE_TITLE: string = 'It\\'s "mine"';
const meta = { title: "A", 'quoted-key': `plain`, nested: { deep: [1, 'two', true, f(x)] }, };
export default defineConfig({
  site: "https://a.example", // here
  base: process.env.BASE ?? '/b',
  template: `a${b}c`,
  sum: 'a' + 'b',
  call: fn('x'),
  dir: { input: "src", output: "dist" },
  fn() { return { dir: { input: "later" } }; },
} satisfies Config);
eleventyConfig.setInputDirectory("content");
"""


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SITE_TITLE", 'It\'s "mine"'),
        ("site", "https://a.example"),
        ("input", "src"),
        ("template", ""),
        ("sum", ""),
        ("call", ""),
        ("base", ""),
        ("quoted-key", "plain"),
        ("missing", ""),
    ],
)
def test_text(name: str, value: str) -> None:
    """Plain text that a name is given is found; comments, sums and calls are no text."""
    assert value == Script(CONFIG).text(name)


def test_nested_values() -> None:
    """Maps and lists are read as far as they are literals."""
    script = Script(CONFIG)
    assert {
        "title": "A",
        "quoted-key": "plain",
        "nested": {"deep": ["1", "two", True, None]},
    } == next(script.assigned("meta"))
    assert [["content"]] == list(script.calls("setInputDirectory"))
    exported = script.exported()
    assert ("https://a.example", {"input": "src", "output": "dist"}) == (
        exported["site"],
        exported["dir"],
    )


@pytest.mark.parametrize(
    "code",
    [
        "x = " + "[" * 100_000,
        "x = " + "{a:" * 100_000,
        "x = (" * 100_000,
        "'" * 100_000,
        "/" * 100_000,
        "`${" * 50_000,
        "x: x: " * 50_000,
        "a = /" + "[" * 50_000,
        "\\u{110000}" * 1000,
        "x = '\\ud800\\u{ffffff}\\q'",
    ],
)
def test_hostile_programs(code: str) -> None:
    """Whatever the text, a result comes soon."""
    start = time.process_time()
    script = Script(code)
    list(script.assigned("x"))
    script.exported()
    list(script.calls("x"))
    assert time.process_time() - start < 10


def test_assignments_of_python() -> None:
    """Literals, sums of texts, names and choices count; nothing is run."""
    code = """
import os
URL = 'https://a.example' if not os.environ.get('X') else 'http://localhost'
PATH = 'content'
SAVE = PATH + '/' + "x"
WHERE = f'{PATH}/y'
LIST = ['a', ('b', 1)]
MAP = {'a': {'b': True}, [1]: 2}
DYNAMIC = os.system('touch /tmp/never')
A: str = 'typed'
"""
    values = assignments(code)
    assert {
        "URL": "https://a.example",
        "PATH": "content",
        "SAVE": "content/x",
        "WHERE": "content/y",
        "LIST": ["a", ["b", 1]],
        "A": "typed",
    } == {key: value for key, value in values.items() if key != "MAP"}


@pytest.mark.parametrize(
    "code",
    ["x = " + "(" * 5000, "x = 1\ny = \x00", "def f(:", "x = " + "-" * 50_000 + "1", "a" * 10**6],
)
def test_hostile_modules(code: str) -> None:
    """What is no Python says nothing."""
    assert {} == {key: one for key, one in assignments(code).items() if key != "x"}


def test_hostile_collections() -> None:
    """Constants are not blown up, and what never ends is not looked through again and again."""
    bomb = f"const A = '{'x' * 10_000}';\n" + "${A}" * 10_000
    for code in (bomb, "collections:" * 10_000, "a" * 100_000):
        texts = {"astro.config.mjs": "", "src/content.config.ts": code}
        assert read(Facts(paths=("src/content/blog/a.md",), texts=texts)) is not None
