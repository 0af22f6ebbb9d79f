"""Templates that were compiled beforehand say what Jinja2 makes of templates/."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path
from typing import Any

from jinja2 import DictLoader, Environment, StrictUndefined

from feedmill.pages import prepared
from feedmill.pages.files import package_templates

COMPILED = Path(prepared.__file__).with_name("compiled.py")
HEAD = '''\
# Made of templates/ by Jinja2: pytest tests/pages/test_prepared.py --update-golden
# fmt: off
# ruff: noqa
# mypy: ignore-errors
"""What Jinja2 compiles Feedmill's own templates to, as plain functions. Pure."""
'''
# What Jinja2 writes, and what stands for it: generators in generators cost most of the time.
PLAIN = (
    # Templates are given no such value: using it fails when the page is made.
    (r"\(undefined\(name='\w+'\) if (l_\d_\w+) is missing else \1\)", r"\1"),
    (r"^ +(?:_(?:block|loop)_vars = \{\}|pass|if 0: yield None|name = '.*')\n", ""),
    (r"^ +(?:undefined|concat|cond_expr_undefined) = .*\n", ""),
    (r"\(context, missing=missing, environment=environment\):", "(context, write):"),
    (r"yield from (.*)\(context\)$", r"\1(context, write)"),
    (r"yield ((?:escape\(|'|\").*)$", r"write(\1)"),
)
ATTRIBUTE = re.compile(r"environment\.getattr\(([\w.]+), '(\w+)'\)")


def environment() -> Environment:
    """Make a plain Jinja2 of the package's templates."""
    return Environment(
        loader=DictLoader(package_templates()),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )


def compiled() -> str:
    """Compile the package's templates, each into a function that takes what Jinja2 has."""
    jinja, names, parts = environment(), {}, [HEAD]
    for file, text in package_templates().items():
        code: Any = jinja.compile(text, file, file, raw=True)
        imports, _, body = code.partition("\n")
        assert imports.startswith("from jinja2.runtime import ")
        body = body[: body.index("\ndebug_info = ")]
        for pattern, plain in PLAIN:
            body = re.sub(pattern, plain, body, flags=re.MULTILINE)
        while ATTRIBUTE.search(body):
            body = ATTRIBUTE.sub(r"\1.\2", body)
        # Only the filters of loops are left: they yield what a loop goes over.
        assert re.findall(r"yield .*", body) == re.findall(r"yield \(l_.*", body)
        names[file] = file.replace(".", "_")
        parts.append(
            f"\n\ndef {names[file]}(environment, missing, Undefined, escape):\n"
            f"{textwrap.indent(body, '    ')}\n    return root, blocks\n"
        )
    rows = "".join(f"    {file!r}: {name},\n" for file, name in names.items())
    return "".join([*parts, f"\n\nTEMPLATES = {{\n{rows}}}\n"])


def test_the_templates_were_compiled(update_golden: bool) -> None:
    """compiled.py is what Jinja2 makes of templates/ now."""
    if update_golden:
        COMPILED.write_text(compiled(), encoding="utf-8")
    assert compiled() == COMPILED.read_text(encoding="utf-8")
