"""PromQL expressions as values: a tree that is written as text only when it is rendered.

The range window of ``rate`` and its kin is not part of the tree unless the author gives one: a
dashboard takes ``$__rate_interval``, a rule takes at least four scrape intervals of the job it reads.
So one expression serves a panel, an alert and a recording rule.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, ClassVar, TypeAlias

from attrs import evolve, field, frozen

from grafana_kit.errors import AuthorError, nearest
from grafana_kit.model.duration import canonical, milliseconds
from grafana_kit.model.promql_text import (
    STRINGS_AND_COMMENTS,
    Condition,
    Labels,
    Matcher,
    label_list,
    label_tuple,
    matcher,
    number,
    quote,
)

if TYPE_CHECKING:
    from typing import Self

Operand: TypeAlias = "Query | str | float"

# Binding strength of PromQL's binary operators, weakest first (Prometheus promql/parser/generated_parser.y).
_PRECEDENCE = {
    "or": 1,
    "and": 2,
    "unless": 2,
    **dict.fromkeys(("==", "!=", "<=", "<", ">=", ">"), 3),
    **dict.fromkeys(("+", "-"), 4),
    **dict.fromkeys(("*", "/", "%", "atan2"), 5),
    "^": 6,
}
_MINUS = _PRECEDENCE["*"]  # unary minus binds as loosely as "*": -1 ^ 2 is -(1 ^ 2)
COMPARISONS = frozenset({"==", "!=", "<=", "<", ">=", ">"})
_RATE_UNITS = {"bytes": "Bps", "s": None, "ms": None}
# Functions whose results are in the unit of what they are given.
_KEEP_UNIT = frozenset(
    {"abs", "ceil", "clamp", "clamp_max", "clamp_min", "floor", "label_join", "label_replace", "round"}
    | {"scalar", "sort", "sort_desc"}
)
_KEEP_UNIT_OVER = frozenset(
    {"delta", "idelta", "increase", "predict_linear"}
    | {f"{word}_over_time" for word in ("avg", "last", "max", "min", "quantile", "stddev", "sum")}
)
_ADD_LABELS = frozenset({"label_replace", "label_join"})


_PLAIN_SELECTOR = re.compile(r"""[a-zA-Z_:][\w:]*\s*(?:\{(?:"(?:\\.|[^"\\])*"|[^{}"'`])*\})?""")
_DASHBOARD_VARIABLE = re.compile(r"\$\{[a-zA-Z_][^}]*\}|\$[a-zA-Z_]\w*|\[\[[a-zA-Z_]\w*(?::\w+)?\]\]")


@frozen
class Rendering:
    """What an expression needs to become text.

    Attributes:
        window: the range window for a job (None: a job that is not known), as PromQL writes it.
        record: whether recording rules exist where the text is evaluated; otherwise a recorded
            series is replaced by its own expression.
        variables: whether Grafana's dashboard variables (``$name``) may stand in the text.
        used: collects the recorded series that were written, for the check that somebody records them.
    """

    window: Callable[[str | None], str]
    record: bool = True
    variables: bool = True
    used: list[Query] = field(factory=list)


DASHBOARD = Rendering(window=lambda _job: "$__rate_interval")


@frozen(eq=False)
class Query:
    """A PromQL expression. Compare and calculate with the usual operators; they build larger expressions.

    ``==`` and ``!=`` build PromQL comparisons too, so a query has no truth value: use ``is`` to ask
    whether two names are the same query.
    """

    strength: ClassVar[int] = 10

    # --- what each kind of expression answers -------------------------------------------------------

    def render(self, rendering: Rendering) -> str:
        """Return the PromQL text."""
        raise NotImplementedError

    def ranged(self, window: str, rendering: Rendering) -> str:
        """Return the PromQL text of its values within a window; a subquery unless it is a plain selector."""
        inner = self.render(rendering)
        return f"({inner})[{window}:]" if self.strength < Query.strength else f"{inner}[{window}:]"

    def children(self) -> tuple[Query, ...]:
        """Return the expressions directly inside this one."""
        return ()

    def rebuild(self, change: Callable[[Query], Query]) -> Query:
        """Return the same expression with ``change`` applied to each direct child."""
        _ = change
        return self

    def unit(self) -> str | None:
        """Return the Grafana unit of the values, or None when nothing can be said."""
        return None

    def output_labels(self) -> tuple[str, ...] | None:
        """Return the labels that tell the result's series apart, or None when they are not known."""
        return None

    # --- what all share -----------------------------------------------------------------------------

    def walk(self) -> Iterator[Query]:
        """Yield this expression and all within it, outermost first."""
        yield self
        for child in self.children():
            yield from child.walk()

    def selectors(self) -> Iterator[Selector]:
        """Yield every selector of the expression."""
        return (node for node in self.walk() if isinstance(node, Selector))

    def where(self, **conditions: Condition) -> Query:
        """Narrow every selector in the expression; ``label=None`` takes a condition away.

        Values are compared for equality; a tuple means any of these; ``promql.matches("5..")``,
        ``promql.is_not("x")`` and ``promql.not_matches("x|y")`` say the rest.
        """
        return self._each_selector(lambda selector: selector.where(**conditions))

    def offset(self, duration: str) -> Query:
        """Return the same expression as it was ``duration`` ago; a second offset adds to the first."""
        if any(isinstance(node, Call) and node.function == "time" for node in self.walk()):
            raise AuthorError(
                "offset() cannot shift time()",
                hint="give the offset to the metrics that the expression reads",
            )
        return self._each_selector(lambda selector: selector.offset(duration))

    def _each_selector(self, change: Callable[[Selector], Query]) -> Query:
        return self.rebuild(lambda child: child._each_selector(change))  # noqa: SLF001

    def sum(self, by: Labels = (), *, without: Labels | None = None) -> Query:
        """Add the series up, per combination of the labels in ``by`` (or all but those in ``without``)."""
        return self.aggregate("sum", by, without=without)

    def avg(self, by: Labels = (), *, without: Labels | None = None) -> Query:
        """Average the series."""
        return self.aggregate("avg", by, without=without)

    def min(self, by: Labels = (), *, without: Labels | None = None) -> Query:
        """Take the smallest series."""
        return self.aggregate("min", by, without=without)

    def max(self, by: Labels = (), *, without: Labels | None = None) -> Query:
        """Take the largest series."""
        return self.aggregate("max", by, without=without)

    def count(self, by: Labels = (), *, without: Labels | None = None) -> Query:
        """Count the series."""
        return self.aggregate("count", by, without=without)

    def topk(self, k: int, by: Labels = ()) -> Query:
        """Keep the ``k`` largest series."""
        return Aggregation("topk", self, by=label_tuple(by), parameter=k)

    def bottomk(self, k: int, by: Labels = ()) -> Query:
        """Keep the ``k`` smallest series."""
        return Aggregation("bottomk", self, by=label_tuple(by), parameter=k)

    def aggregate(self, op: str, by: Labels = (), *, without: Labels | None = None) -> Query:
        """Bring series together with any aggregation operator that takes no parameter, such as ``stddev``."""
        if without is None:
            return Aggregation(op, self, by=label_tuple(by))
        if by:
            raise AuthorError(f"{op} takes by or without, not both", hint="leave one of them out")
        return Aggregation(op, self, without=label_tuple(without))

    def binary(
        self,
        op: str,
        other: Operand,
        *,
        on: Labels | None = None,
        ignoring: Labels | None = None,
        group_left: Labels | None = None,
        group_right: Labels | None = None,
        as_bool: bool = False,
    ) -> Query:
        """Combine two expressions with a PromQL operator and, where wanted, vector matching.

        ``as_bool`` turns a comparison from a filter into 0 or 1.
        """
        return Binary(
            op,
            self,
            as_query(other),
            on=None if on is None else label_tuple(on),
            ignoring=None if ignoring is None else label_tuple(ignoring),
            group_left=None if group_left is None else label_tuple(group_left),
            group_right=None if group_right is None else label_tuple(group_right),
            as_bool=as_bool,
        )

    def __add__(self, other: Operand) -> Query:
        return self.binary("+", other)

    def __sub__(self, other: Operand) -> Query:
        return self.binary("-", other)

    def __mul__(self, other: Operand) -> Query:
        return self.binary("*", other)

    def __truediv__(self, other: Operand) -> Query:
        return self.binary("/", other)

    def __mod__(self, other: Operand) -> Query:
        return self.binary("%", other)

    def __pow__(self, other: Operand) -> Query:
        return self.binary("^", other)

    def __radd__(self, other: Operand) -> Query:
        return as_query(other).binary("+", self)

    def __rsub__(self, other: Operand) -> Query:
        return as_query(other).binary("-", self)

    def __rmul__(self, other: Operand) -> Query:
        return as_query(other).binary("*", self)

    def __rtruediv__(self, other: Operand) -> Query:
        return as_query(other).binary("/", self)

    def __rmod__(self, other: Operand) -> Query:
        return as_query(other).binary("%", self)

    def __rpow__(self, other: Operand) -> Query:
        return as_query(other).binary("^", self)

    def __rand__(self, other: Operand) -> Query:
        return as_query(other).binary("and", self)

    def __ror__(self, other: Operand) -> Query:
        return as_query(other).binary("or", self)

    def __neg__(self) -> Query:
        return Number(-1).binary("*", self)

    def __lt__(self, other: Operand) -> Query:
        return self.binary("<", other)

    def __le__(self, other: Operand) -> Query:
        return self.binary("<=", other)

    def __gt__(self, other: Operand) -> Query:
        return self.binary(">", other)

    def __ge__(self, other: Operand) -> Query:
        return self.binary(">=", other)

    def __eq__(self, other: Operand) -> Query:  # type: ignore[override]
        return self.binary("==", other)

    def __ne__(self, other: Operand) -> Query:  # type: ignore[override]
        return self.binary("!=", other)

    def __and__(self, other: Operand) -> Query:
        return self.binary("and", other)

    def __or__(self, other: Operand) -> Query:
        return self.binary("or", other)

    def unless(self, other: Operand, *, on: Labels | None = None) -> Query:
        """Keep the series that have no partner in ``other``."""
        return self.binary("unless", other, on=on)

    def __hash__(self) -> int:
        return id(self)

    def __bool__(self) -> bool:
        raise AuthorError(
            "a query has no truth value: it is an expression, not a result",
            hint='write "a & b" for PromQL\'s "and", "a | b" for "or", and "is None" to ask whether one is missing',
        )

    def __str__(self) -> str:
        return self.render(DASHBOARD)


def as_query(value: object) -> Query:
    """Return ``value`` as an expression: a query as it is, text as PromQL, a number as a literal.

    Raises:
        AuthorError: the value is none of these.
    """
    if isinstance(value, Query):
        return value
    if isinstance(value, str):
        return Text(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Number(value)
    raise AuthorError(
        f"{value!r} is not a query",
        hint="give a metric or an expression of it, a PromQL string, or a number",
    )


@frozen(eq=False)
class Number(Query):
    """A number literal."""

    value: float

    @property
    def strength(self) -> int:  # type: ignore[override]
        return _MINUS if self.value < 0 else Query.strength

    def render(self, rendering: Rendering) -> str:
        return number(self.value)

    def output_labels(self) -> tuple[str, ...]:
        return ()


@frozen(eq=False)
class Text(Query):
    """PromQL that the author wrote as text. It is parsed when it is rendered into a bundle."""

    text: str

    @property
    def strength(self) -> int:  # type: ignore[override]
        return Query.strength if self.is_selector else 0

    @property
    def is_selector(self) -> bool:
        """Whether the text is a plain selector, such as ``up{job="x"}``."""
        return _PLAIN_SELECTOR.fullmatch(self.text.strip()) is not None

    def render(self, rendering: Rendering) -> str:
        text = self.text.strip()
        if "#" in text:  # a comment would swallow what is written behind it
            text = STRINGS_AND_COMMENTS.sub(lambda part: part.group(1) or "", text).strip()
        return text if rendering.variables else _without_variables(text, rendering)

    def ranged(self, window: str, rendering: Rendering) -> str:
        if self.is_selector:
            return f"{self.render(rendering)}[{window}]"
        return super().ranged(window, rendering)

    def _each_selector(self, change: Callable[[Selector], Query]) -> Query:
        raise AuthorError(
            f"where() and offset() cannot reach into PromQL text: {self.text}",
            hint="write the matcher or the offset in the text, or use a typed metric",
        )


def _without_variables(text: str, rendering: Rendering) -> str:
    text = re.sub(r"\$__rate_interval\b|\$\{__rate_interval\}", rendering.window(None), text)
    # "$" is an anchor in a regular expression, and "$1" a group in label_replace: neither names a variable.
    left = _DASHBOARD_VARIABLE.search(text)
    if left:
        raise AuthorError(
            f'"{left.group()}" in a rule: rules have no dashboard variables',
            hint="write the value itself, or take it from the environment's settings",
        )
    return text


@frozen(eq=False)
class Selector(Query):
    """An instant vector selector: a metric name with matchers and perhaps an offset."""

    name: str
    job: str | None = field(default=None, kw_only=True)
    matchers: tuple[Matcher, ...] = field(default=(), kw_only=True)
    shift: str | None = field(default=None, kw_only=True)

    def render(self, rendering: Rendering) -> str:
        return self.bare(rendering) + self.suffix()

    def bare(self, rendering: Rendering) -> str:
        """Return the selector without its offset, which PromQL writes behind a range."""
        _ = rendering
        all_matchers = (Matcher("job", "=", self.job), *self.matchers) if self.job else self.matchers
        if not re.fullmatch(r"[a-zA-Z_:][a-zA-Z0-9_:]*", self.name):
            # A UTF-8 name (Prometheus 3) stands quoted inside the braces.
            return "{" + ",".join([quote(self.name), *map(str, all_matchers)]) + "}"
        if not all_matchers:
            return self.name
        return f"{self.name}{{{','.join(map(str, all_matchers))}}}"

    def ranged(self, window: str, rendering: Rendering) -> str:
        return f"{self.bare(rendering)}[{window}]{self.suffix()}"

    def suffix(self) -> str:
        """Return the offset as it stands behind a selector or its range."""
        return f" offset {self.shift}" if self.shift else ""

    def where(self, **conditions: Condition) -> Self:
        job = self.job
        matchers = self.matchers
        for label, condition in conditions.items():
            self.check_label(label)
            matchers = tuple(one for one in matchers if one.label != label)
            if label == "job":
                job = condition if isinstance(condition, str) else None
                if condition is None or isinstance(condition, str):
                    continue
            if condition is not None:
                matchers = (*matchers, matcher(label, condition))
        return evolve(self, job=job, matchers=matchers)

    def offset(self, duration: str) -> Self:
        return evolve(self, shift=duration if self.shift is None else _sum(self.shift, duration))

    def _each_selector(self, change: Callable[[Selector], Query]) -> Query:
        return change(self)

    def check_label(self, label: str) -> None:
        """Refuse a label that the series cannot have; a bare selector knows nothing of its labels."""

    def known_labels(self) -> frozenset[str] | None:
        """Return all labels that the series can have, or None when they are not known."""
        return None


def _sum(*durations: str) -> str:
    total = sum(-milliseconds(one[1:]) if one.startswith("-") else milliseconds(one) for one in durations)
    return f"-{canonical(-total)}" if total < 0 else canonical(total)


@frozen(eq=False)
class Over(Query):
    """A function of a range vector: ``rate(x[w])``, ``changes(x[15m])``, ``quantile_over_time(0.9, x[1h])``.

    ``over`` None leaves the window to rendering. An operand that is not a plain selector becomes a subquery.
    """

    function: str
    operand: Query
    over: str | None = None
    before: tuple[float, ...] = ()
    after: tuple[float, ...] = ()

    def render(self, rendering: Rendering) -> str:
        window = self.over or self._window(rendering)
        if not rendering.variables and "$" in window:
            raise AuthorError(
                f'the window "{window}" in a rule: rules have no dashboard variables', hint="give a duration"
            )
        ranged = self.operand.ranged(window, rendering)
        arguments = [*map(number, self.before), ranged, *map(number, self.after)]
        return f"{self.function}({', '.join(arguments)})"

    def children(self) -> tuple[Query, ...]:
        return (self.operand,)

    def rebuild(self, change: Callable[[Query], Query]) -> Query:
        return evolve(self, operand=change(self.operand))

    def _window(self, rendering: Rendering) -> str:
        jobs = {selector.job for selector in self.operand.selectors()} or {None}
        windows = {rendering.window(job) for job in jobs}
        return windows.pop() if len(windows) == 1 else max(windows, key=milliseconds)

    def unit(self) -> str | None:
        unit = self.operand.unit()
        if self.function in ("rate", "irate"):
            if unit in _RATE_UNITS:
                return _RATE_UNITS[unit]
            name = next((selector.name for selector in self.selectors()), "")
            return "reqps" if "request" in name else "cps"
        if self.function in ("changes", "resets", "count_over_time"):
            return "short"
        return unit if self.function in _KEEP_UNIT_OVER else None

    def output_labels(self) -> tuple[str, ...] | None:
        return () if self.function == "absent_over_time" else self.operand.output_labels()


@frozen(eq=False)
class Call(Query):
    """A function of instant vectors and scalars: ``absent(x)``, ``clamp_min(x, 0)``, ``time()``."""

    function: str
    arguments: tuple[Query, ...] = ()

    def render(self, rendering: Rendering) -> str:
        return f"{self.function}({', '.join(argument.render(rendering) for argument in self.arguments)})"

    def children(self) -> tuple[Query, ...]:
        return self.arguments

    def rebuild(self, change: Callable[[Query], Query]) -> Query:
        return evolve(self, arguments=tuple(change(argument) for argument in self.arguments))

    def unit(self) -> str | None:
        if self.function in ("time", "timestamp"):
            return "s"
        if self.function == "histogram_quantile":
            return self.arguments[1].unit()
        return self.arguments[0].unit() if self.function in _KEEP_UNIT else None

    def output_labels(self) -> tuple[str, ...] | None:
        if self.function in ("time", "scalar", "absent"):
            return ()
        if self.function in _ADD_LABELS:
            return None
        if self.function == "histogram_quantile":
            labels = self.arguments[1].output_labels()
            return None if labels is None else tuple(label for label in labels if label != "le")
        return self.arguments[0].output_labels() if self.arguments else ()


@frozen(eq=False)
class Aggregation(Query):
    """``sum by (a) (x)``, ``topk(3, x)`` and the like."""

    op: str
    operand: Query
    by: tuple[str, ...] = field(default=(), kw_only=True)
    without: tuple[str, ...] | None = field(default=None, kw_only=True)
    parameter: float | None = field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        known = _known_labels(self.operand)
        for label in (*self.by, *(self.without or ())):
            if known is not None and label not in known:
                raise AuthorError(
                    f"nothing in this expression has the label {label}", hint=nearest(label, known)
                )

    def render(self, rendering: Rendering) -> str:
        grouping = ""
        if self.without is not None:
            grouping = f" without {label_list(self.without)} "
        elif self.by:
            grouping = f" by {label_list(self.by)} "
        parameter = "" if self.parameter is None else f"{number(self.parameter)}, "
        return f"{self.op}{grouping}({parameter}{self.operand.render(rendering)})"

    def children(self) -> tuple[Query, ...]:
        return (self.operand,)

    def rebuild(self, change: Callable[[Query], Query]) -> Query:
        return evolve(self, operand=change(self.operand))

    def unit(self) -> str | None:
        return "short" if self.op in ("count", "group") else self.operand.unit()

    def output_labels(self) -> tuple[str, ...] | None:
        if self.op in ("topk", "bottomk"):
            return self.operand.output_labels()
        if self.without is None:
            return self.by
        labels = self.operand.output_labels()
        return None if labels is None else tuple(label for label in labels if label not in self.without)


def _known_labels(query: Query) -> frozenset[str] | None:
    """Return every label that a part of the expression can have, or None when one part is not known."""
    known: set[str] = set()
    for node in query.walk():
        labels = node.known_labels() if isinstance(node, Selector) else frozenset[str]()
        if (
            labels is None
            or isinstance(node, Text)
            or (isinstance(node, Call) and node.function in _ADD_LABELS)
        ):
            return None
        known |= labels
    return frozenset(known)


@frozen(eq=False)
class Binary(Query):
    """Two expressions and an operator between them."""

    op: str
    left: Query
    right: Query
    on: tuple[str, ...] | None = field(default=None, kw_only=True)
    ignoring: tuple[str, ...] | None = field(default=None, kw_only=True)
    group_left: tuple[str, ...] | None = field(default=None, kw_only=True)
    group_right: tuple[str, ...] | None = field(default=None, kw_only=True)
    as_bool: bool = field(default=False, kw_only=True)
    scale: str | None = field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if self.op not in _PRECEDENCE:
            raise AuthorError(f'"{self.op}" is no PromQL operator', hint=f"known: {' '.join(_PRECEDENCE)}")

    @property
    def strength(self) -> int:  # type: ignore[override]
        return _PRECEDENCE[self.op]

    def render(self, rendering: Rendering) -> str:
        words = [self._side(self.left, rendering), self.op]
        if self.as_bool:
            words.append("bool")
        for word in ("on", "ignoring", "group_left", "group_right"):
            labels = getattr(self, word)
            if labels is not None:
                words.append(f"{word} {label_list(labels)}")
        words.append(self._side(self.right, rendering, right=True))
        return " ".join(words)

    def _side(self, side: Query, rendering: Rendering, *, right: bool = False) -> str:
        text = side.render(rendering)
        # Left-associative, except "^": the side that does not associate needs its parentheses.
        tight = self.strength if right == (self.op == "^") else self.strength + 1
        return text if side.strength >= tight else f"({text})"

    def children(self) -> tuple[Query, ...]:
        return (self.left, self.right)

    def rebuild(self, change: Callable[[Query], Query]) -> Query:
        return evolve(self, left=change(self.left), right=change(self.right))

    def unit(self) -> str | None:
        if self.scale is not None:
            return self.scale
        if self.as_bool:
            return None
        left, right = self.left.unit(), self.right.unit()
        if self.op in COMPARISONS or self.op in ("and", "unless"):
            return left
        if self.op in ("+", "-", "or"):
            return left if left == right or isinstance(self.right, Number) else None
        return None

    def output_labels(self) -> tuple[str, ...] | None:
        left, right = self.left.output_labels(), self.right.output_labels()
        if isinstance(self.left, Number) or self.group_right is not None:
            return right
        if isinstance(self.right, Number) or self.group_left is not None or self.op in ("and", "unless"):
            return left
        if self.op == "or":
            return left if left == right else None
        if self.on is not None:
            return self.on
        if self.ignoring is not None and left is not None:
            return tuple(label for label in left if label not in self.ignoring)
        return left
