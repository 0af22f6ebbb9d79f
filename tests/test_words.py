"""One name for one thing: whoever searches for a public name finds it once."""

from __future__ import annotations

import ast
from collections import defaultdict

from test_architecture import MODULES

# What many modules define, because it is what they are called for: a command its name, a format its
# `render`, a generator its rules, a step of Markdown its `wanted`, and what is part of Liquid.
SHARED = ("cli.", "generators.", "formats.", "bodies.markdown.", "bodies.templates.liquid.")


def test_public_names_are_unique() -> None:
    """No two modules define the same public name, but for those of one interface."""
    homes: dict[str, list[str]] = defaultdict(list)
    for module, found in MODULES.items():
        if not f"{module}.".startswith(SHARED):
            for name in _defined(found.tree):
                homes[name].append(module)
    assert {} == {name: modules for name, modules in homes.items() if len(modules) > 1}


def _defined(tree: ast.Module) -> list[str]:
    names: list[str] = []
    for node in tree.body:
        match node:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name):
                names.append(name)
            case ast.AsyncFunctionDef(name=name) | ast.AnnAssign(target=ast.Name(id=name)):
                names.append(name)
            case ast.Assign(targets=targets):
                names += [one.id for one in targets if isinstance(one, ast.Name)]
    return [name for name in names if not name.startswith("_") and name != "T"]
