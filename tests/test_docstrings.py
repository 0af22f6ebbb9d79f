"""What a public function raises, its docstring says: `Raises X if …`.

Ruff's DOC rules want sections, which our docstrings, mostly of one line, do without.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from test_architecture import MODULES

NO_ONES = {"AssertionError", "NotImplementedError"}  # a bug's
Function = ast.FunctionDef | ast.AsyncFunctionDef


@pytest.mark.parametrize("name", [name for name in MODULES if not name.startswith("cli.")])
def test_exceptions_are_named(name: str) -> None:
    """The name of each exception that a public function itself raises is in its docstring."""
    silent = {
        function.name: missing
        for function in functions(MODULES[name].tree)
        if (missing := raised(function) - words(ast.get_docstring(function) or ""))
    }
    assert {} == silent


def test_the_check_finds_what_it_is_for() -> None:
    """It sees exceptions in functions and methods, but not those that are caught at once."""
    text = '''
def told():
    """Do it. Raises OSError."""
    raise OSError
class Door:
    async def silent(self):
        """Open it."""
        if x:
            raise KeyError("x") from None
        def within():
            raise ValueError
    def caught(self):
        """Return 1."""
        try:
            raise IndexError
        except LookupError:
            raise
def _private():
    raise OSError
'''
    found = {one.name: raised(one) for one in functions(ast.parse(text))}
    assert {"told": {"OSError"}, "silent": {"KeyError"}, "caught": set()} == found


def functions(owner: ast.Module | ast.ClassDef) -> Iterator[Function]:
    """Yield the public functions of a module, and the public methods of its public classes."""
    for node in owner.body:
        match node:
            case ast.ClassDef(name=name) if not name.startswith("_"):
                yield from functions(node)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                if not name.startswith("_"):
                    yield node


def raised(node: ast.AST) -> set[str]:
    """Return the names of the classes that the code in a node raises, and does not catch itself."""
    found: set[str] = set()
    for child in ast.iter_child_nodes(node):
        match child:
            case ast.Raise(exc=ast.Name(id=name) | ast.Call(func=ast.Name(id=name))):
                found |= {name} if name[0].isupper() else set()
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda() | ast.ClassDef():
                continue
            case ast.Try(handlers=[_, *_]):
                for part in (*child.handlers, *child.orelse, *child.finalbody):
                    found |= raised(part)
            case _:
                found |= raised(child)
    return found - NO_ONES


def words(text: str) -> set[str]:
    """Return the words of a text."""
    return set(text.replace(".", " ").replace(",", " ").split())
