"""What a project's settings are in effect: value, and where it came from."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Any, Literal

from attrs import evolve, field, frozen

from grafana_kit.errors import ProjectError, UsageError
from grafana_kit.loading import kinds
from grafana_kit.loading.schema import ENVIRONMENT
from grafana_kit.loading.yaml_lines import Node
from grafana_kit.model.environment import Origin, Setting

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from grafana_kit.model.environment import Environment, Grafana, Project

URL_VARIABLES = ("GRAFANA_URL", "GRAFANA_SERVER")
TOKEN_VARIABLES = ("GRAFANA_TOKEN", "GRAFANA_SERVICE_ACCOUNT_TOKEN")

BUILT_IN = Origin("built in")

# What of an environment's own may prove who we are: it goes to the environment's own URL only.
CREDENTIALS = (
    "token_env",
    "token_file",
    "username",
    "password_env",
    "password_file",
    "cert_file",
    "key_file",
    "headers_env",
)


_CREDENTIAL_KEYS = tuple(f"grafana.{name}" for name in CREDENTIALS)


@frozen(kw_only=True)
class Connection:
    """Where to connect, and where the secrets for it are: names only, a secret is read when it is sent.

    Attributes:
        url: the base URL, without a slash at its end.
        origin: where the URL came from.
        own: the URL is the environment's own; only then its own credentials are here.
    """

    url: str
    origin: Origin
    own: bool
    token_env: str | None = None
    token_file: str | None = None
    username: str | None = None
    password_env: str | None = None
    password_file: str | None = None
    cert_file: str | None = None
    key_file: str | None = None
    headers_env: Mapping[str, str] = field(factory=dict)
    ca_file: str | None = None
    org_id: int = 1
    allow_http: bool = False


def connection_settings(
    environment: Environment, environ: Mapping[str, str], *, url: str | None = None
) -> Connection:
    """Return how to reach the environment's Grafana.

    The URL is the one of the command line, else of GRAFANA_URL or GRAFANA_SERVER, else the environment's. The
    environment's own credentials are for its own URL: at any other URL only GRAFANA_TOKEN (or
    GRAFANA_SERVICE_ACCOUNT_TOKEN) is sent, which also serves an environment that names no credentials.

    Args:
        environment: the environment.
        environ: the process's environment variables; only names and URLs are kept of it.
        url: the URL that the command line gave.

    Raises:
        ProjectError: there is no URL.
        UsageError: a URL from outside the project file is not one.
    """
    address, origin = _address(environment, environ, url)
    if address is None:
        raise ProjectError(
            f'environment "{environment.name}" has no Grafana URL',
            where=environment.origin,
            hint=f"write grafana: {{url: …}} under environments: {environment.name}:, or set GRAFANA_URL",
        )
    grafana = environment.grafana
    own = address == grafana.url
    return Connection(
        url=address,
        origin=origin,
        own=own,
        ca_file=grafana.ca_file,
        org_id=grafana.org_id,
        allow_http=grafana.allow_http,
        **_credentials(grafana, environ, own=own),
    )


def _credentials(grafana: Grafana, environ: Mapping[str, str], *, own: bool) -> dict[str, Any]:
    credentials = {name: getattr(grafana, name) for name in CREDENTIALS} if own else {}
    if not any(credentials.get(name) for name in ("token_env", "token_file", "username")):
        credentials["token_env"] = next((name for name in TOKEN_VARIABLES if environ.get(name)), None)
    return credentials


def _address(
    environment: Environment, environ: Mapping[str, str], url: str | None
) -> tuple[str | None, Origin]:
    if url:
        return _checked(url, "the URL of the command line"), Origin("flag")
    for name in URL_VARIABLES:
        if environ.get(name):
            return _checked(environ[name], name), Origin("environment variable", variable=name)
    return environment.grafana.url, environment.origins.get("grafana.url", BUILT_IN)


def _checked(url: str, name: str) -> str:
    try:
        return str(kinds.URL.read(Node(url, 0, url)))
    except kinds.Refused as refused:
        given = "" if refused.quiet else f", but {kinds.shown(Node(url, 0, url))}"
        raise UsageError(f"{name} is not an http or https URL{given}", hint=refused.hint) from None


@frozen
class Row:
    """One setting in effect.

    Attributes:
        status: of a variable that holds a secret: is it set? Its value is never here.
        note: what a reader would not expect.
    """

    key: str
    value: Any
    origin: Origin
    status: Literal["set", "not set"] | None = None
    note: str = ""


def project_rows(project: Project) -> list[Row]:
    """Return the settings of the project itself."""
    values = {"project": project.name} | {
        key: getattr(project, key) for key in ("sources", "metrics", "output")
    }
    return [Row(key, value, project.origins.get(key, BUILT_IN)) for key, value in values.items()]


def environment_rows(environment: Environment, environ: Mapping[str, str]) -> list[Row]:
    """Return every setting of an environment as it is in effect with these environment variables.

    Raises:
        UsageError: GRAFANA_URL or GRAFANA_SERVER is not a URL.
    """
    address, origin = _address(environment, environ, None)
    own = address == environment.grafana.url
    token = _credentials(environment.grafana, environ, own=own)["token_env"]
    rows = []
    for row in _as_written(environment, environ):
        if row.key == "grafana.url":
            rows.append(Row(row.key, address, origin))
        elif row.key == "grafana.token_env" and token and token != row.value:
            rows.append(Row(row.key, token, Origin("environment variable", variable=token), "set"))
        elif not own and row.value and row.key.startswith(_CREDENTIAL_KEYS):
            rows.append(evolve(row, note="not sent: the URL is not this environment's own"))
        else:
            rows.append(row)
    return rows


def _as_written(environment: Environment, environ: Mapping[str, str]) -> Iterator[Row]:
    for key, schema in ENVIRONMENT.items():
        value: Any = reduce(getattr, key.split("."), environment)
        entries = {f"{key}.{name}": one for name, one in value.items()} if schema.names else {key: value}
        for name, one in entries.items():
            secret = schema.kind is kinds.VARIABLE and one is not None
            yield Row(
                name,
                one.value if isinstance(one, Setting) else one,
                environment.origins.get(name, BUILT_IN),
                ("set" if environ.get(one) else "not set") if secret else None,
            )
