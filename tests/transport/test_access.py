"""What is read and checked before anything is sent."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from attrs import field, frozen

from grafana_kit.errors import AuthError, KitError, ProjectError
from grafana_kit.transport.access import Access, is_loopback, resolve
from tests.transport.talking import TOKEN

PLAIN = {"url": "https://grafana.example.org", "token_env": "T"}


@frozen(kw_only=True)
class Settings:
    """Names and addresses, as a project file has them."""

    url: str = "https://grafana.example.org"
    token_env: str | None = None
    token_file: str | None = None
    username: str | None = None
    password_env: str | None = None
    password_file: str | None = None
    ca_file: str | None = None
    cert_file: str | None = None
    key_file: str | None = None
    headers_env: Mapping[str, str] = field(factory=dict)
    org_id: int = 1
    allow_http: bool = False


def resolved(environ: Mapping[str, str] | None = None, root: Path = Path(), **settings: Any) -> Access:
    """Resolve settings; there is a token unless the test says otherwise."""
    settings = {"token_env": "T"} | settings
    return resolve(
        Settings(**settings),
        {"T": TOKEN} | dict(environ or {}),
        root=root,
        environment="dev",
        where="kit.yaml:3",
    )


def refused(environ: Mapping[str, str] | None = None, root: Path = Path(), **settings: Any) -> KitError:
    """Return why settings are refused; what is refused is told in one line with what to do next."""
    with pytest.raises(KitError) as caught:
        resolved(environ, root, **settings)
    error = caught.value
    assert error.hint
    assert "\n" not in error.summary
    assert TOKEN not in f"{error} {error.details}"
    return error


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost:3000",
        "http://127.0.0.1",
        "http://127.1.2.3:80/g",
        "http://[::1]:3000",
        "http://a.localhost",
    ],
)
def test_plain_http_to_this_machine_is_fine(url: str) -> None:
    """Nobody is on the way."""
    assert is_loopback(url)
    assert resolved(url=url).url == url


@pytest.mark.parametrize("url", ["http://grafana:3000", "http://10.0.0.1", "http://localhost.example.org"])
def test_plain_http_to_another_machine_must_be_allowed(url: str) -> None:
    """The place in the project file is named, and what to write."""
    error = refused(url=url)
    assert isinstance(error, ProjectError)
    assert "not encrypted" in error.summary
    assert error.where == "kit.yaml:3"
    assert "allow_http: true" in error.hint
    assert resolved(url=url, allow_http=True).url == url


def test_a_slash_at_the_end_of_the_address_goes() -> None:
    """Paths are appended as text."""
    assert resolved(url="https://example.org/grafana/").url == "https://example.org/grafana"


def test_the_token_comes_from_its_variable_else_its_file_else_a_user_signs_in(tmp_path: Path) -> None:
    """And where it came from is kept, for hints."""
    (tmp_path / "token").write_text("of-the-file")
    (tmp_path / "token").chmod(0o600)
    every = {"token_file": "token", "username": "me", "password_env": "P"}

    def found(environ: Mapping[str, str], **settings: Any) -> tuple[str, str]:
        access = resolve(Settings(**settings), environ, root=tmp_path, environment="dev")
        secret = access.token or access.password
        assert secret is not None
        return secret.reveal(), access.named

    assert found({"T": "of-the-variable"}, token_env="T", **every) == ("of-the-variable", "T")  # noqa: S106
    assert found({}, token_env="T", **every) == ("of-the-file", str(tmp_path / "token"))  # noqa: S106
    assert found({"P": "of-the-user"}, username="me", password_env="P") == ("of-the-user", "P")  # noqa: S106
    (tmp_path / "password").write_text("of-the-users-file")
    (tmp_path / "password").chmod(0o600)
    both: dict[str, Any] = {"username": "me", "password_env": "P", "password_file": "password"}
    assert found({}, **both) == ("of-the-users-file", str(tmp_path / "password"))
    assert found({"P": "of-the-user"}, **both) == ("of-the-user", "P")


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"token_env": "NOPE"}, "the environment variable NOPE is not set"),
        ({"token_env": None}, 'nothing says who we are to the Grafana of "dev"'),
        ({"token_env": None, "username": "me"}, 'the user "me" has no password'),
        ({"token_env": None, "username": "me", "password_env": "NOPE"}, "NOPE is not set"),
        ({"headers_env": {"X-Key": "NOPE"}}, "NOPE is not set"),
        ({"token_env": None, "token_file": "nothing"}, "cannot read the secret"),
    ],
)
def test_a_missing_secret_is_named(settings: dict[str, Any], said: str) -> None:
    """Before anything is sent."""
    error = refused(**settings)
    assert isinstance(error, AuthError)
    assert said in error.summary


@pytest.mark.parametrize("key", ["ca_file", "cert_file"])
def test_a_certificate_that_is_not_there_is_named(tmp_path: Path, key: str) -> None:
    """With the key that names it and its whole path."""
    settings: dict[str, Any] = {key: "missing.pem"}
    error = refused(root=tmp_path, **settings)
    assert error.summary == f"grafana.{key} is {tmp_path / 'missing.pem'}, and there is no such file"


def test_a_key_that_is_not_there_is_named(tmp_path: Path) -> None:
    """Beside a certificate that is."""
    (tmp_path / "cert.pem").write_text("")
    error = refused(root=tmp_path, cert_file="cert.pem", key_file="key.pem")
    assert "grafana.key_file" in error.summary


def test_certificates_are_found_from_the_project(tmp_path: Path) -> None:
    """Relative paths are the project's; a key may be in the certificate's own file."""
    for name in ("ca.pem", "cert.pem", "key.pem"):
        (tmp_path / name).write_text("")
    access = resolved(root=tmp_path, ca_file="ca.pem", cert_file="cert.pem", key_file="key.pem")
    assert access.ca == str(tmp_path / "ca.pem")
    assert access.certificate == (str(tmp_path / "cert.pem"), str(tmp_path / "key.pem"))
    assert resolved(root=tmp_path, cert_file="cert.pem").certificate == str(tmp_path / "cert.pem")
    assert resolved().ca is True


@pytest.mark.parametrize("name", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"])
def test_the_usual_variables_name_authorities_too(tmp_path: Path, name: str) -> None:
    """The project's own setting wins."""
    bundle = tmp_path / "bundle.pem"
    bundle.write_text("")
    assert resolved({name: str(bundle)}).ca == str(bundle)
    (tmp_path / "ca.pem").write_text("")
    assert resolved({name: str(bundle)}, tmp_path, ca_file="ca.pem").ca == str(tmp_path / "ca.pem")
    assert name in refused({name: str(tmp_path / "none")}).summary


@pytest.mark.parametrize(
    ("environ", "found"),
    [
        ({}, {}),
        ({"HTTPS_PROXY": "http://p:1"}, {"https": "http://p:1"}),
        ({"https_proxy": "http://small:1", "HTTPS_PROXY": "http://p:1"}, {"https": "http://small:1"}),
        ({"HTTP_PROXY": "http://p:1"}, {}),
        ({"ALL_PROXY": "http://p:1"}, {"https": "http://p:1"}),
        ({"HTTPS_PROXY": "http://p:1", "NO_PROXY": "example.org"}, {}),
        ({"HTTPS_PROXY": "http://p:1", "NO_PROXY": "other.org"}, {"https": "http://p:1"}),
        ({"HTTPS_PROXY": "http://p:1", "no_proxy": "*"}, {}),
    ],
)
def test_proxies_are_taken_from_the_usual_variables(environ: dict[str, str], found: dict[str, str]) -> None:
    """Those that were given, not those of this process."""
    assert resolved(environ).proxies == found


def test_this_processes_own_proxy_variables_do_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was given is all that counts."""
    monkeypatch.setenv("HTTPS_PROXY", "http://p:1")
    monkeypatch.setenv("NO_PROXY", "example.org")
    assert resolved().proxies == {}
    assert resolved({"HTTPS_PROXY": "http://q:1"}).proxies == {"https": "http://q:1"}


def test_every_secret_is_known() -> None:
    """Also the password of a proxy, and headers from variables."""
    access = resolved(
        {"HTTPS_PROXY": "http://me:of-the-proxy@p:1", "K": "of-the-header"}, headers_env={"X-Key": "K"}
    )
    assert [one.reveal() for one in access.secrets()] == [TOKEN, "of-the-header", "of-the-proxy"]
    assert "of-the-proxy" not in repr(access)
    open_proxy = resolved({"HTTPS_PROXY": "http://p:1"})
    assert [one.reveal() for one in open_proxy.secrets()] == [TOKEN]
