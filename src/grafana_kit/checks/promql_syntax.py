"""promql/syntax: every expression is PromQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grafana_kit.expressions.parser import parse
from grafana_kit.model.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grafana_kit.model.resource import Bundle

ID = "promql/syntax"


def check(bundle: Bundle) -> Iterator[Problem]:
    """Yield expressions that the parser refuses, and rules whose result can be no series.

    Newer PromQL that the parser does not know is not refused.
    """
    for resource in bundle.resources:
        for one in resource.expressions:
            answer = parse(one.text)
            if answer.verdict == "wrong":
                yield Problem(
                    ID, f"{one.what}: {answer.message}", one.source, f"the expression is: {one.text}"
                )
            elif answer.type != "instant" and resource.kind in ("prometheus-rules", "grafana-rules"):
                message = f"{one.what}: a rule needs a vector or a scalar, and this is a {answer.type}"
                yield Problem(ID, message, one.source, f"the expression is: {one.text}")
