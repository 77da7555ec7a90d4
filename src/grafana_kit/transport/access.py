"""How to reach a server: address, proof of who we are, certificates and proxies, all read and checked."""

from __future__ import annotations

import ipaddress
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

from attrs import field, frozen
from requests.utils import should_bypass_proxies

from grafana_kit.errors import AuthError, ProjectError
from grafana_kit.transport.secrets import Secret, from_environment, from_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_CA_VARIABLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE")


class Settings(Protocol):
    """Where to connect, and where the secrets for it are: names only."""

    @property
    def url(self) -> str:
        """The base URL; it may have a path."""
        ...

    @property
    def token_env(self) -> str | None:
        """The variable that holds a token."""
        ...

    @property
    def token_file(self) -> str | None:
        """The file that holds a token."""
        ...

    @property
    def username(self) -> str | None:
        """Who signs in with a password."""
        ...

    @property
    def password_env(self) -> str | None:
        """The variable that holds the password."""
        ...

    @property
    def password_file(self) -> str | None:
        """The file that holds the password."""
        ...

    @property
    def ca_file(self) -> str | None:
        """Certificates of a private authority."""
        ...

    @property
    def cert_file(self) -> str | None:
        """Our own certificate."""
        ...

    @property
    def key_file(self) -> str | None:
        """The key to our own certificate."""
        ...

    @property
    def headers_env(self) -> Mapping[str, str]:
        """Further headers: name → the variable that holds the value."""
        ...

    @property
    def org_id(self) -> int:
        """The organisation."""
        ...

    @property
    def allow_http(self) -> bool:
        """Whether secrets may go over an unencrypted connection."""
        ...


@frozen(kw_only=True)
class Access:
    """All that is needed to send a request, with the secrets in hand.

    Attributes:
        url: the base URL, without a slash at its end; paths are appended to it as text.
        environment: the environment's name, for hints.
        token: sent as a bearer token; None for user and password.
        named: where the token or password came from, for hints: a variable or a file.
        ca: a file with certificates, or True for the system's.
        certificate: our certificate and its key.
        proxies: scheme → proxy URL, which may hold a password.
    """

    url: str
    environment: str
    token: Secret | None = None
    user: str = ""
    password: Secret | None = None
    named: str = ""
    org_id: int = 1
    headers: Mapping[str, Secret] = field(factory=dict)
    ca: str | bool = True
    certificate: tuple[str, str] | str | None = None
    proxies: Mapping[str, str] = field(factory=dict, repr=False)

    def secrets(self) -> Iterator[Secret]:
        """Yield every secret, so that answers can be shown without them."""
        yield from (one for one in (self.token, self.password, *self.headers.values()) if one is not None)
        for proxy in self.proxies.values():
            password = urlsplit(proxy).password
            if password:
                yield Secret(password)


def resolve(
    settings: Settings, environ: Mapping[str, str], *, root: Path, environment: str, where: object = ""
) -> Access:
    """Read the secrets that the settings name, and check everything that can be checked before connecting.

    Args:
        settings: names and addresses.
        environ: the process's environment variables.
        root: what relative paths are relative to.
        environment: the environment's name, for hints.
        where: where the settings are written.

    Raises:
        AuthError: a secret is missing, or others can read it.
        ProjectError: plain HTTP to another machine, or a certificate that is not there.
    """
    _check_encrypted(settings, where)
    token, user, password, named = _credentials(settings, environ, root, environment)
    return Access(
        url=settings.url.rstrip("/"),
        environment=environment,
        token=token,
        user=user,
        password=password,
        named=named,
        org_id=settings.org_id,
        headers={
            name: from_environment(variable, environ) for name, variable in settings.headers_env.items()
        },
        ca=_ca(settings, environ, root, where),
        certificate=_certificate(settings, root, where),
        proxies=_proxies(settings.url, environ),
    )


def is_loopback(url: str) -> bool:
    """Say whether a URL's host is this machine itself."""
    host = urlsplit(url).hostname or ""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _check_encrypted(settings: Settings, where: object) -> None:
    if urlsplit(settings.url).scheme == "http" and not settings.allow_http and not is_loopback(settings.url):
        raise ProjectError(
            f"{settings.url} is not encrypted: everybody on the way could read the token",
            where=where,
            hint="write https://, or allow it for this environment with grafana: {allow_http: true}",
        )


def _credentials(
    settings: Settings, environ: Mapping[str, str], root: Path, environment: str
) -> tuple[Secret | None, str, Secret | None, str]:
    """Return token, user, password, and where the secret came from; the first that is there wins."""
    if settings.token_env and (environ.get(settings.token_env) or not settings.token_file):
        hint = f"export {settings.token_env}=… (a service account's token), then: grafana-kit status --env {environment}"
        return from_environment(settings.token_env, environ, hint=hint), "", None, settings.token_env
    if settings.token_file:
        path = _path(root, settings.token_file)
        return from_file(path), "", None, str(path)
    if settings.username:
        password, named = _password(settings, environ, root, environment)
        return None, settings.username, password, named
    raise AuthError(
        f'nothing says who we are to the Grafana of "{environment}"',
        hint="export GRAFANA_TOKEN=… (a service account's token), or write token_env: NAME into grafana-kit.yaml",
    )


def _password(
    settings: Settings, environ: Mapping[str, str], root: Path, environment: str
) -> tuple[Secret, str]:
    if settings.password_env and (environ.get(settings.password_env) or not settings.password_file):
        hint = f"export {settings.password_env}=…, then: grafana-kit status --env {environment}"
        return from_environment(settings.password_env, environ, hint=hint), settings.password_env
    if settings.password_file:
        path = _path(root, settings.password_file)
        return from_file(path), str(path)
    raise AuthError(
        f'the user "{settings.username}" has no password',
        hint="write password_env: NAME or password_file: PATH beside it in grafana-kit.yaml",
    )


def _path(root: Path, text: str) -> Path:
    return root / Path(text).expanduser()


def _existing(root: Path, text: str, key: str, where: object) -> str:
    path = _path(root, text)
    if not path.exists():
        raise ProjectError(f"{key} is {path}, and there is no such file", where=where, hint=f"ls -l {path}")
    return str(path)


def _ca(settings: Settings, environ: Mapping[str, str], root: Path, where: object) -> str | bool:
    if settings.ca_file:
        return _existing(root, settings.ca_file, "grafana.ca_file", where)
    for name in _CA_VARIABLES:
        if environ.get(name):
            return _existing(Path.cwd(), environ[name], name, "")
    return True


def _certificate(settings: Settings, root: Path, where: object) -> tuple[str, str] | str | None:
    if not settings.cert_file:
        return None
    certificate = _existing(root, settings.cert_file, "grafana.cert_file", where)
    if not settings.key_file:
        return certificate
    return certificate, _existing(root, settings.key_file, "grafana.key_file", where)


def _proxies(url: str, environ: Mapping[str, str]) -> dict[str, str]:
    """Return the proxy for the URL, by the usual variables; small letters win, as in curl."""

    def variable(name: str) -> str:
        return environ.get(name) or environ.get(name.upper()) or ""

    scheme = urlsplit(url).scheme
    proxy = variable(f"{scheme}_proxy") or variable("all_proxy")
    if not proxy or should_bypass_proxies(url, no_proxy=variable("no_proxy") or "-"):
        return {}
    return {scheme: proxy}
