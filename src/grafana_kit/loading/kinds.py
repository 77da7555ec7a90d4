"""What a value of the project file may be. Each kind says what it expects and reads one node."""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from attrs import evolve, frozen

from grafana_kit.errors import AuthorError
from grafana_kit.model.duration import milliseconds

if TYPE_CHECKING:
    from collections.abc import Callable

    from grafana_kit.loading.yaml_lines import Node

_SHOWN = 60


class Refused(Exception):  # noqa: N818 - caught and made into an error with its key and line
    """The node is not of the kind. ``quiet``: what was given may be a secret and is not shown."""

    def __init__(self, hint: str = "", *, quiet: bool = False) -> None:
        super().__init__(hint)
        self.hint = hint
        self.quiet = quiet


@frozen
class Kind:
    """A kind of value.

    Attributes:
        type: its name in the reference of the project file.
        says: what is expected, as errors say it.
        read: returns the value of a node or raises Refused.
    """

    type: str
    says: str
    read: Callable[[Node], object]


def shown(node: Node) -> str:
    """Return what was given, as an error shows it."""
    if isinstance(node.value, (dict, list)):
        return "a mapping" if isinstance(node.value, dict) else "a list"
    if node.value is None:
        return "nothing"
    text = node.text if len(node.text) <= _SHOWN else f"{node.text[:_SHOWN]}…"
    return json.dumps(text, ensure_ascii=not text.isprintable()) if isinstance(node.value, str) else text


def _text(node: Node) -> str:
    if not isinstance(node.value, str):
        scalar = isinstance(node.value, (int, float))
        raise Refused(f'put it in quotes: "{node.text}"' if scalar else "")
    if not node.value.isprintable():
        raise Refused("it has characters that cannot be printed")
    if not node.value.strip():
        raise Refused("it is empty")
    return node.value


def pattern(type_: str, says: str, expression: str, *, hint: str = "", quiet: bool = False) -> Kind:
    """Return a kind of text that a regular expression describes whole."""
    compiled = re.compile(expression, re.ASCII)

    def read(node: Node) -> str:
        if not isinstance(node.value, str) or not compiled.fullmatch(node.value):
            raise Refused(hint, quiet=quiet)
        return node.value

    return Kind(type_, says, read)


def choice(*words: str) -> Kind:
    """Return a kind that is one of a few words."""
    return pattern(" | ".join(words), f"one of {', '.join(words)}", "|".join(map(re.escape, words)))


def version(product: str, oldest: int, example: str) -> Kind:
    """Return a kind for the version of a server; older than ``oldest`` is not supported."""
    expression = re.compile(r"(\d{1,6})(?:\.\d{1,6}){0,2}(?:[-+][0-9A-Za-z.+-]+)?", re.ASCII)

    def read(node: Node) -> str:
        # The text and not the value: YAML reads 10.10 as the number 10.1.
        match = expression.fullmatch(node.text)
        if not match or isinstance(node.value, bool):
            raise Refused(f"for example {example}")
        if int(match[1]) < oldest:
            raise Refused(f"{product} before {oldest} is not supported")
        return node.text

    return Kind("version", f"a version of {product} from {oldest} on", read)


def list_of(kind: Kind, type_: str) -> Kind:
    """Return a kind that is a list without repetition."""

    def read(node: Node) -> tuple[object, ...]:
        if not isinstance(node.value, list):
            raise Refused(f"write [{node.text}]" if node.text else "")
        items = tuple(kind.read(item) for item in node.value)
        if len(set(items)) < len(items):
            raise Refused("the same is in it twice")
        return items

    return Kind(type_, f"a list, each item {kind.says}", read)


def _url(node: Node) -> str:
    text = _text(node)
    if "@" in text or "?" in text:
        raise Refused(
            "no credentials and no ?query in a URL; name secrets with token_env or token_file", quiet=True
        )
    try:
        parts = urlsplit(text)
        port_is_good = parts.port is None or parts.port > 0
    except ValueError:
        raise Refused from None
    host = re.fullmatch(r"[A-Za-z0-9._-]+|[0-9a-fA-F:.]+", parts.hostname or "")
    if parts.scheme not in ("http", "https") or not host or not port_is_good or parts.fragment:
        raise Refused("for example https://grafana.example.org")
    if re.search(r"[\s${}\\]", text):
        raise Refused("write the URL out: spaces and ${VARIABLES} are not expanded")
    return text.rstrip("/")


def _duration(node: Node) -> str:
    if isinstance(node.value, int) and not isinstance(node.value, bool):
        raise Refused(f"write the unit: {node.text}s")
    text = _text(node)
    try:
        length = milliseconds(text)
    except AuthorError:
        length = 0
    if not length:
        raise Refused("for example 15s, 1m or 30d")
    return text


def _flag(node: Node) -> bool:
    if not isinstance(node.value, bool):
        raise Refused
    return node.value


def _positive(node: Node) -> int:
    if isinstance(node.value, bool) or not isinstance(node.value, int) or node.value < 1:
        raise Refused
    return node.value


def _setting(node: Node) -> float | str | bool:
    if isinstance(node.value, (bool, str)):
        return node.value if isinstance(node.value, bool) else _text(node)
    if not isinstance(node.value, (int, float)):
        raise Refused
    try:
        finite = math.isfinite(node.value)
    except OverflowError:  # an integer beyond every float
        finite = False
    if not finite:
        raise Refused("NaN, infinity and numbers too large for a float cannot be compared with")
    return node.value


def _mapping(node: Node) -> Node:
    if node.value is not None and not isinstance(node.value, dict):
        raise Refused
    return node  # with nothing behind its key it is an empty mapping


def _inside(node: Node) -> str:
    text = _text(node)
    parts = text.split("/")
    if text.startswith(("/", "~")) or ".." in parts or "\\" in text or ":" in parts[0]:
        raise Refused("paths are relative to the project file and stay below it")
    return "/".join(part for part in parts if part not in ("", ".")) or "."


MAPPING = Kind("mapping", "a mapping", _mapping)
TEXT = Kind("text", "text", _text)
FLAG = Kind("true | false", "true or false", _flag)
COUNT = Kind("number", "a whole number from 1 on", _positive)
URL = Kind("URL", "an http or https URL", _url)
DURATION = Kind("duration", "a duration", _duration)
SETTING = Kind("number | text | true | false", "a number, text, true or false", _setting)
INSIDE = Kind("path", "a path inside the project", _inside)
FILE = evolve(TEXT, type="path", says="the path of a file")
# https://prometheus.io/docs/prometheus/latest/storage/#operational-aspects
SIZE = pattern("size", "a size such as 512MB or 10GB", r"\d+(?:\.\d+)?(?:[KMGTPE]?B)")
# What an environment variable is called; a value that is not a name may be the secret itself.
VARIABLE = pattern(
    "variable's name",
    "the name of an environment variable",
    r"[A-Za-z_][A-Za-z0-9_]*",
    hint="write the variable's name here; its value stays in the environment",
    quiet=True,
)
WORD = "lower-case letters, digits, - and _, a letter or digit first"
ENVIRONMENT_NAME = pattern("name", f"a name of {WORD}", r"[a-z0-9][a-z0-9_-]*")
PROJECT_NAME = pattern("name", "a name of letters, digits, -, _ and .", r"[A-Za-z0-9][A-Za-z0-9_.-]*")
SUFFIX = pattern("text", "a suffix of letters, digits, - and _", r"[A-Za-z0-9_-]*")
# Grafana's own rule: pkg/util/shortid_generator.go, IsValidShortUID and the 40 characters of its column.
UID = pattern("uid", "a uid of 1 to 40 letters, digits, - and _", r"[a-zA-Z0-9_-]{1,40}")
# https://prometheus.io/docs/concepts/data_model/: names that begin with __ are Prometheus's own.
LABEL = pattern("label", "a label name of letters, digits and _", r"(?!__)[a-zA-Z_][a-zA-Z0-9_]*")
HEADER = pattern("header", "the name of an HTTP header", r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110, token
SETTING_KEY = pattern("key", "words of letters, digits, - and _ with dots between", r"[\w-]+(?:\.[\w-]+)*")
CONTAINER_PATH = pattern("path", "an absolute path", r"(?:/(?!\.\.?(?:/|$))[A-Za-z0-9_.-]+)+")
