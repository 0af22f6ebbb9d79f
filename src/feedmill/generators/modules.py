"""Literals in settings that are modules in Python: assignments, never run. Pure."""

from __future__ import annotations

import ast
import warnings
from typing import Any

_MAX_SIZE = 512 * 1024


def assignments(code: str) -> dict[str, Any]:
    """Return the values that a module gives its names, as far as they are literals.

    Sums of texts and names that were given a literal before count, too.
    """
    values: dict[str, Any] = {}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(code[:_MAX_SIZE])
        for node in tree.body:
            if isinstance(node, ast.Assign):
                targets, value = node.targets, node.value
            elif isinstance(node, ast.AnnAssign) and node.value is not None:
                targets, value = [node.target], node.value
            else:
                continue
            found = _value(value, values)
            for target in targets:
                if isinstance(target, ast.Name) and found is not None:
                    values[target.id] = found
    except (SyntaxError, TypeError, ValueError, RecursionError, MemoryError):
        pass  # what is no Python says nothing
    return values


def _value(node: ast.expr, values: dict[str, Any]) -> Any:
    if isinstance(node, ast.Name):
        return values.get(node.id)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = _value(node.left, values), _value(node.right, values)
        if isinstance(left, str) and isinstance(right, str) and len(left + right) <= _MAX_SIZE:
            return left + right
        return None
    if isinstance(node, ast.JoinedStr):
        parts = [_value(one, values) for one in node.values]
        return "".join(parts) if all(isinstance(one, str) for one in parts) else None
    if isinstance(node, ast.FormattedValue):
        return _value(node.value, values)
    if isinstance(node, ast.IfExp):
        return _value(node.body, values) or _value(node.orelse, values)
    if isinstance(node, ast.Dict):
        pairs = zip(node.keys, node.values, strict=True)
        named = ((_value(key, values), one) for key, one in pairs if key is not None)
        return {key: _value(one, values) for key, one in named if isinstance(key, str)}
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "dict":
        return {one.arg: _value(one.value, values) for one in node.keywords if one.arg}
    if isinstance(node, ast.List | ast.Tuple):
        return [_value(one, values) for one in node.elts]
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return None
