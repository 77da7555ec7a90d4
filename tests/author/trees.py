"""What a PromQL text means, as a tree of plain values: parentheses and spelling play no part in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import promql_parser as p

if TYPE_CHECKING:
    from datetime import timedelta

Tree: TypeAlias = "tuple[Any, ...]"


def parsed(text: str) -> Tree:
    """Return the tree of a PromQL text, as promql-parser (which follows Prometheus's grammar) reads it."""
    return _tree(p.parse(text))


def _tree(node: Any) -> Tree:
    if isinstance(node, p.ParenExpr):
        return _tree(node.expr)
    if isinstance(node, p.NumberLiteral):
        return ("number", node.val)
    if isinstance(node, p.UnaryExpr):
        return _negative(_tree(node.expr))
    if isinstance(node, p.VectorSelector):
        matchers = frozenset((one.name, str(one.op), one.value) for one in node.matchers.matchers)
        return ("selector", node.name or "", matchers, _seconds(node.offset))
    if isinstance(node, p.MatrixSelector):
        return ("range", _tree(node.vector_selector), _seconds(node.range))
    if isinstance(node, p.SubqueryExpr):
        return ("range", _tree(node.expr), _seconds(node.range))
    if isinstance(node, p.Call):
        return ("call", node.func.name, *map(_tree, node.args))
    if isinstance(node, p.AggregateExpr):
        parameter = None if node.param is None else _tree(node.param)
        return ("aggregate", str(node.op), _grouping(node.modifier), parameter, _tree(node.expr))
    assert isinstance(node, p.BinaryExpr), node
    return ("binary", str(node.op), _matching(node.modifier), _tree(node.lhs), _tree(node.rhs))


def _negative(tree: Tree) -> Tree:
    return ("number", -tree[1]) if tree[0] == "number" else ("negative", tree)


def _seconds(duration: timedelta | None) -> float:
    return 0 if duration is None else duration.total_seconds()


def _grouping(modifier: Any) -> Tree:
    if modifier is None or (not modifier.labels and "By" in str(modifier.type)):
        return ("by",)
    return ("by" if "By" in str(modifier.type) else "without", *sorted(modifier.labels))


def _matching(modifier: Any) -> Tree:
    if modifier is None:
        return ()
    matching = modifier.matching and (str(modifier.matching.type), *sorted(modifier.matching.labels))
    return (modifier.return_bool, matching, str(modifier.card), tuple(modifier.group_labels or ()))
