"""Every way in which talking to a server can fail: one clear line, the next command, the right exit code, no secret."""

from __future__ import annotations

import gzip
import http.client
import re
import shutil
import socket
import ssl
import subprocess
import traceback
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import orjson
import pytest
import requests

from grafana_kit.errors import AuthError, ConflictError, InputError, KitError, ServerError
from grafana_kit.transport.client import segment
from grafana_kit.transport.failures import NoAnswerError, failure
from grafana_kit.transport.secrets import Secret
from tests.fakes.grafana import GrafanaServer, faults
from tests.transport import talking
from tests.transport.talking import TOKEN, Clock, client, grafana_client, saying, serving, unused_port

PATH = "/api/dashboards/uid/d"
ERRORS: dict[type[KitError], int] = {ServerError: 1, NoAnswerError: 1, AuthError: 3, ConflictError: 7}


def failing(
    url: str, *, method: str = "GET", body: Any = None, path: str = PATH, what: str = "", **changes: Any
) -> KitError:
    """Return how a request fails, after checking what holds for every failure."""
    with client(url, **changes) as made, pytest.raises(KitError) as caught:
        made.send(method, path, body, what=what)
    return sound(caught.value)


def sound(error: KitError, secret: str = TOKEN) -> KitError:
    """Check what holds for every failure: a line, a hint, the right exit code, no secret anywhere."""
    assert error.summary
    assert "\n" not in error.summary
    assert len(error.summary) < 500
    assert error.hint
    assert error.exit_code == ERRORS[type(error)]
    assert error.where
    shown = "".join(traceback.format_exception(error))
    for hidden in (secret, "of-the-proxy", "user:pass"):
        assert hidden not in f"{error} {error!r} {error.details} {shown}"
    return error


def answered(answer: talking.Answering, **more: Any) -> KitError:
    """Return how a request fails that gets an answer."""
    with serving(answer) as url:
        return failing(url, **more)


# --- no answer --------------------------------------------------------------------------------------


def test_a_host_that_does_not_exist() -> None:
    """It is named, with the commands that look it up and show where the address is written."""
    error = failing("https://grafana.invalid")
    assert error.summary == 'there is no host "grafana.invalid"'
    assert error.hint == "getent hosts grafana.invalid; grafana-kit config show --env dev"
    assert error.where == f"GET https://grafana.invalid{PATH}"


def test_nothing_listens() -> None:
    """The port is named."""
    port = unused_port()
    error = failing(f"http://127.0.0.1:{port}")
    assert error.summary == f"nothing listens at 127.0.0.1:{port} (connection refused)"
    assert "grafana-kit config show --env dev" in error.hint


def test_a_host_that_does_not_answer() -> None:
    """Its queue of connections is full, so no new one is made in time."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(0)
        address = silent.getsockname()
        crowd = [socket.socket() for _ in range(8)]
        try:
            for one in crowd:
                one.setblocking(False)  # noqa: FBT003 - the socket's own interface
                one.connect_ex(address)
            clock = Clock()
            with client(f"http://127.0.0.1:{address[1]}", clock=clock) as made:
                made.patience = clock.patience(connect=0.05, attempts=1)
                with pytest.raises(ServerError, match=f"127.0.0.1:{address[1]} does not answer") as caught:
                    made.get(PATH)
        finally:
            for one in crowd:
                one.close()
    assert sound(caught.value).hint.startswith("curl -m 10 http://127.0.0.1:")


def test_there_is_no_way_to_a_host() -> None:
    """The operating system's own reason is told."""
    error = failing("http://127.255.255.255:9")
    assert error.summary.startswith("there is no way to 127.255.255.255:9: ")
    assert error.hint.startswith("curl -v ")


def test_the_other_side_hangs_up() -> None:
    """A connection that breaks off."""

    def hang_up(handler: BaseHTTPRequestHandler) -> None:
        handler.connection.shutdown(socket.SHUT_RDWR)

    assert answered(hang_up).summary == "the connection broke off"


def test_compression_is_undone_or_broken() -> None:
    """A proxy may compress; what it does wrong is named."""
    with serving(saying(gzip.compress(b'{"a":1}'), Content_Encoding="gzip")) as url, client(url) as made:
        assert made.get(PATH).data == {"a": 1}
    error = answered(saying(b"not gzip", Content_Encoding="gzip"))
    assert error.summary == "the answer's compression is broken"


@pytest.mark.parametrize(
    "url", ["http://[::1", "http://", "http://a..b", "htp://localhost", f"http://{'a' * 70}.org"]
)
def test_what_is_not_an_address(url: str) -> None:
    """Wherever it came from."""
    error = failing(url)
    assert error.summary in ("this is not an address that can be asked", f'there is no host "{url[7:]}"')


def test_a_failure_that_nobody_thought_of() -> None:
    """It is named, and counts as sent: whoever wrote something will look."""
    failed = failure(requests.exceptions.RetryError(TOKEN), talking.access("http://localhost"), "GET x")
    assert (failed.sent, failed.passing) == (True, False)
    assert sound(failed.error).summary == "the request failed (RetryError)"


def test_an_answer_that_does_not_end_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is a limit to what is held in memory."""
    monkeypatch.setattr("grafana_kit.transport.client.MAX_BYTES", 1 << 20)
    error = answered(saying(b" " * (1 << 21)))
    assert error.summary == "the answer is larger than 1 MiB"


# --- TLS --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A private authority with a server's and a client's certificate, made by the real openssl."""
    if shutil.which("openssl") is None:
        pytest.skip("not run: openssl is not installed, install it with: apt-get install openssl")
    folder = tmp_path_factory.mktemp("authority")

    def openssl(*arguments: str) -> None:
        subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)

    (folder / "san.cnf").write_text("subjectAltName=IP:127.0.0.1\n")
    key = ("-newkey", "rsa:2048", "-nodes")
    openssl(
        "req", "-x509", *key, "-keyout", "ca.key", "-out", "ca.pem", "-days", "2", "-subj", "/CN=authority"
    )
    for name in ("server", "client"):
        openssl("req", *key, "-keyout", f"{name}.key", "-out", f"{name}.csr", "-subj", f"/CN={name}")
        openssl(
            *("x509", "-req", "-in", f"{name}.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial"),
            *("-out", f"{name}.pem", "-days", "2", "-extfile", "san.cnf"),
        )
    return folder


def _context(authority: Path, *, version: ssl.TLSVersion | None = None) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority / "server.pem", authority / "server.key")
    if version is not None:
        context.verify_mode = ssl.CERT_REQUIRED
        context.maximum_version = version
        context.load_verify_locations(authority / "ca.pem")
    return context


def test_a_certificate_that_cannot_be_trusted(authority: Path) -> None:
    """With OpenSSL's reason, and where to name a private authority."""
    with serving(saying(), _context(authority)) as url:
        error = failing(url)
        assert error.summary.startswith(f"the certificate of {url[8:]} cannot be trusted (")
        assert "ca_file: PATH" in error.hint
        with client(url, ca=str(authority / "ca.pem")) as made:
            assert made.get(PATH).status == 200


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_a_server_that_wants_our_certificate(authority: Path, version: ssl.TLSVersion) -> None:
    """Without one it does not talk to us; with it, and its key, it does."""
    ca = str(authority / "ca.pem")
    ours = (str(authority / "client.pem"), str(authority / "client.key"))
    with serving(saying(), _context(authority, version=version)) as url:
        error = failing(url, ca=ca)
        # Newer TLS finds out only when it reads, and may not be told why.
        assert re.match(
            r".* wants a client certificate|no secure connection to|the connection broke", error.summary
        )
        with client(url, ca=ca, certificate=ours) as made:
            assert made.get(PATH).status == 200


@pytest.mark.parametrize("setting", ["ca", "certificate"])
def test_a_certificate_that_is_none(authority: Path, tmp_path: Path, setting: str) -> None:
    """A file with something else in it."""
    (tmp_path / "bad.pem").write_text("this is no certificate")
    with serving(saying(), _context(authority)) as url:
        error = failing(url, **{"ca": str(authority / "ca.pem"), setting: str(tmp_path / "bad.pem")})
        assert "no secure connection to" in error.summary


def test_a_server_without_tls_at_an_https_address() -> None:
    """Told apart from a bad certificate."""
    with serving(saying()) as url:
        error = failing(url.replace("http://", "https://"))
    assert error.summary == f"{url[7:]} does not speak TLS"
    assert "http://" in error.hint


# --- proxies ----------------------------------------------------------------------------------------


def test_requests_go_through_the_proxy(grafana: GrafanaServer) -> None:
    """With its password, which is not Grafana's business."""
    asked = []

    def pass_on(handler: BaseHTTPRequestHandler) -> None:
        asked.append(
            (handler.command, handler.path, handler.headers["Proxy-Authorization"].partition(" ")[0])
        )
        connection = http.client.HTTPConnection(grafana.url.removeprefix("http://"))
        path = handler.path.removeprefix(grafana.url)
        connection.request("GET", path, headers={"Authorization": handler.headers["Authorization"]})
        saying(connection.getresponse().read())(handler)
        connection.close()

    with serving(pass_on) as url:
        address = url.replace("http://", "http://user:of-the-proxy@")
        with grafana_client(grafana, proxies={"http": address}) as made:
            assert made.get("/api/org").data["id"] == 1
    assert asked == [("GET", f"{grafana.url}/api/org", "Basic")]


def test_a_proxy_that_is_not_there() -> None:
    """It is named without its password, with the variables to look at."""
    port = unused_port()
    error = failing(
        "http://grafana.example.org", proxies={"http": f"http://user:of-the-proxy@127.0.0.1:{port}"}
    )
    assert error.summary == f"the proxy 127.0.0.1:{port} does not let us through"
    assert error.hint == "env | grep -i _proxy"


def test_a_proxy_that_refuses() -> None:
    """407 in answer to CONNECT."""
    with serving(saying(status=407)) as url:
        error = failing("https://grafana.example.org", proxies={"https": url})
    assert error.summary == f"the proxy {url[7:]} does not let us through"


# --- answers that are not what they should be -------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "kind", "summary"),
    [
        (
            saying(b"<html><title>Welcome to nginx!</title></html>", content_type="text/html"),
            NoAnswerError,
            "the server answers with a web page, not with JSON: Welcome to nginx!",
        ),
        (
            saying(b"<!DOCTYPE html><p>Hello</p>", content_type="text/html; charset=utf-8"),
            NoAnswerError,
            "the server answers with a web page, not with JSON: Hello",
        ),
        (
            saying(faults.LOGIN_PAGE.encode(), content_type="text/html"),
            AuthError,
            "the server answers with a sign-in page",
        ),
        (
            saying(b"<html><form><input type='password'></form></html>", content_type="text/html"),
            AuthError,
            "the server answers with a sign-in page",
        ),
        (
            saying(b"<html><title>Sign in - SSO</title></html>", content_type="text/plain"),
            AuthError,
            "the server answers with a sign-in page",
        ),
        (saying(b'{"a": 1'), NoAnswerError, "the answer is broken off: its JSON has no end"),
        (saying(b'{"a": 1}', content_type="text/plain"), NoAnswerError, "the answer is text/plain, not JSON"),
        (saying(b'{"a": 1}', content_type=None), NoAnswerError, "the answer is of no type, not JSON"),
        (saying(b"\x89PNG", content_type="image/png"), NoAnswerError, "the answer is image/png, not JSON"),
    ],
)
def test_an_answer_that_is_no_json(answer: talking.Answering, kind: type[KitError], summary: str) -> None:
    """Status 200, and yet not Grafana's answer."""
    for method in ("GET", "POST"):
        error = answered(answer, method=method)
        assert (type(error), error.summary) == (kind, summary)


def test_an_empty_answer_and_other_json_types_are_fine() -> None:
    """204 has no body; some proxies and the newer API name JSON differently."""
    with serving(saying(b"", 204, content_type=None)) as url, client(url) as made:
        assert made.send("DELETE", PATH).data is None
    with serving(saying(b"[1]", content_type="Application/Problem+JSON; v=1")) as url, client(url) as made:
        assert made.get(PATH).data == [1]


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed(method: str, status: int) -> None:
    """A POST would become a GET, and the token would go elsewhere: the address to write down is told instead."""
    asked = []

    def redirect(handler: BaseHTTPRequestHandler) -> None:
        asked.append(handler.path)
        saying(b"", status, Location=f"https://user:pass@other.example.org/grafana{PATH}?a=b")(handler)

    error = answered(redirect, method=method)
    assert type(error) is ServerError
    assert error.summary == f"the server sends us elsewhere (https://other.example.org/grafana{PATH})"
    assert error.hint.endswith("url: https://other.example.org/grafana")
    assert asked == [PATH]


@pytest.mark.parametrize(
    "location",
    ["/login", "/grafana/login?redirect=%2F", "https://sso.example.org/auth", "/oauth2/start?rd=x"],
)
def test_the_way_to_a_sign_in_page_is_no_answer(location: str) -> None:
    """The token, or a proxy in between, wants looking at."""
    error = answered(saying(b"", 302, Location=location))
    assert type(error) is AuthError
    assert "sends us to a sign-in page" in error.summary
    assert "GRAFANA_TOKEN" in error.hint


@pytest.mark.parametrize("location", ["", "/", "/elsewhere", "//other.example.org/"])
def test_any_other_redirect_makes_us_doubt_the_address(location: str) -> None:
    """A path that is missing, mostly."""
    error = answered(saying(b"", 302, Location=location))
    assert type(error) is ServerError
    assert "sends us elsewhere" in error.summary
    assert "/grafana" in error.hint


# --- refusals ---------------------------------------------------------------------------------------


def refused(status: int, message: Any, what: str = "", **more: Any) -> KitError:
    """Return how a request fails that is refused."""
    return answered(saying(orjson.dumps(message), status), method="POST", body={}, what=what, **more)


@pytest.mark.parametrize(
    ("status", "message", "kind", "summary", "hint"),
    [
        (
            400,
            {"message": "bad request data"},
            ServerError,
            'the server refuses dashboard "J" (400): bad request data',
            "grafana-kit diff --env dev",
        ),
        (
            401,
            {"message": "Unauthorized"},
            AuthError,
            "the server does not know our token (401): Unauthorized",
            "grafana-kit status --env dev",
        ),
        (
            401,
            {"message": "Expired API key"},
            AuthError,
            "the token has expired (401): Expired API key",
            "put it into GRAFANA_TOKEN",
        ),
        (
            403,
            {
                "title": "Access denied",
                "message": "You'll need additional permissions to perform this action."
                " Permissions needed: any of dashboards:create, dashboards:write",
            },
            AuthError,
            "we lack the permission any of dashboards:create, dashboards:write (403)",
            "grafana-kit status --env dev",
        ),
        (
            403,
            {"message": "Access denied to save dashboard"},
            AuthError,
            "the server does not let us (403): Access denied to save dashboard",
            "grafana-kit status --env dev",
        ),
        (
            403,
            {"message": "Quota reached"},
            ServerError,
            "Grafana's quota is used up: Quota reached",
            "quota",
        ),
        (
            403,
            {"message": "Cannot update or delete read-only data source"},
            ServerError,
            'dashboard "J" is read-only: Cannot update or delete read-only data source',
            "provisioning files",
        ),
        (
            403,
            {"message": "Provenance status 'api' is not allowed", "messageId": "x"},
            ServerError,
            "dashboard \"J\" was written with another provenance: Provenance status 'api' is not allowed",
            "provenance: none",
        ),
        (
            500,
            {"message": "cannot update with provided provenance 'api', needs 'file'"},
            ServerError,
            "dashboard \"J\" was written with another provenance: cannot update with provided provenance 'api', needs 'file'",
            "provenance: none",
        ),
        (
            404,
            {"message": "Dashboard not found"},
            ServerError,
            'the server does not find dashboard "J": Dashboard not found',
            "grafana-kit config show --env dev",
        ),
        (
            409,
            {"message": "a folder with the same name already exists"},
            ConflictError,
            'somebody else was faster: dashboard "J" changed meanwhile: a folder with the same name already exists',
            "grafana-kit diff --env dev",
        ),
        (
            412,
            {},
            ConflictError,
            'somebody else was faster: dashboard "J" changed meanwhile',
            "grafana-kit diff",
        ),
        (422, {"error": "invalid"}, ServerError, 'the server refuses dashboard "J" (422): invalid', "diff"),
        (429, {"message": "slow down"}, ServerError, "too many requests: slow down", "--jobs 1"),
        (
            500,
            {"message": "Failed to save dashboard"},
            ServerError,
            "the server failed (500): Failed to save dashboard",
            "log",
        ),
        (
            502,
            {"message": "gone"},
            NoAnswerError,
            "the server is not there for us (502): gone",
            "/api/health",
        ),
        (400, [1, 2], ServerError, 'the server refuses dashboard "J" (400)', "diff"),
        (400, {"message": 7}, ServerError, 'the server refuses dashboard "J" (400)', "diff"),
    ],
)
def test_a_refusal(status: int, message: Any, kind: type[KitError], summary: str, hint: str) -> None:
    """The server's own words are kept, and what to do next is added."""
    error = refused(status, message, 'dashboard "J"')
    assert type(error) is kind
    assert error.summary == summary
    assert hint in error.hint


@pytest.mark.parametrize("status", [400, 404, 500, 503])
def test_a_page_in_the_place_of_a_message_is_quoted_without_its_markup(status: int) -> None:
    """A proxy's error page; scripts and styles are no words."""
    page = b"<html><style>p {}</style><script>alert(1)</script><body><h1>502 Bad &amp; Gateway</h1><hr>nginx</body>"
    error = answered(saying(page, status, content_type="text/html"), method="POST")
    assert error.summary.endswith(": 502 Bad & Gateway nginx")


def test_a_server_that_talks_too_much_is_cut_short() -> None:
    """And control characters do not reach a terminal."""
    error = refused(400, {"message": "a\x1b[31m\r\n\u202e" + "long " * 200})
    assert error.summary.endswith("…")
    assert "\x1b" not in error.summary
    assert "\u202e" not in error.summary
    assert len(error.summary) < 400


def test_a_server_that_repeats_our_token_does_not_make_us_print_it() -> None:
    """In a message, and in a page."""
    assert "bad token ****" in refused(401, {"message": f"bad token {TOKEN}"}).summary
    page = f"<title>no {TOKEN}</title>".encode()
    assert answered(saying(page, 500, content_type="text/html")).summary.endswith(": no ****")


def test_a_dashboard_over_the_size_limit_is_named_with_its_size(grafana: GrafanaServer) -> None:
    """The limit of nginx is the usual one."""
    grafana.set(max_body_bytes=1000)
    with grafana_client(grafana) as made, pytest.raises(ServerError) as caught:
        made.send(
            "POST", "/api/dashboards/db", {"dashboard": {"text": "x" * 2000}}, what='dashboard "Big" (big)'
        )
    error = sound(caught.value, grafana.token)
    assert error.summary == 'dashboard "Big" (big) is too large for the server: 2,025 bytes'
    assert "client_max_body_size" in error.hint


def test_a_token_that_expires_in_the_middle(grafana: GrafanaServer) -> None:
    """The next request says so."""
    with grafana_client(grafana) as made:
        made.get("/api/org")
        grafana.expire()
        with pytest.raises(AuthError, match="the token has expired") as caught:
            made.get("/api/org")
    assert caught.value.exit_code == 3
    assert "GRAFANA_TOKEN" in sound(caught.value, grafana.token).hint


def test_an_allowed_refusal_is_returned_and_can_still_be_raised(grafana: GrafanaServer) -> None:
    """Who asks may know what a status means."""
    with grafana_client(grafana) as made:
        answer = made.get(PATH, allow=(404,))
        assert (answer.status, answer.said) == (404, "Dashboard not found")
        error = made.refused(answer, "GET", PATH, "it")
    assert error.summary == "the server does not find it: Dashboard not found"


# --- what is sent -----------------------------------------------------------------------------------


def test_what_is_sent(grafana: GrafanaServer) -> None:
    """The token, JSON, our name; no organisation, as a token belongs to one; no cookies."""
    with grafana_client(grafana) as made:
        made.send(
            "POST", "/api/folders", {"uid": "f", "title": "Ü"}, headers={"X-Disable-Provenance": "true"}
        )
        made.get("/api/folders", {"limit": 5, "tag": ["a", "b"]})
    post, get = grafana.requests()
    assert post.headers["authorization"] == "Bearer ****"
    assert post.headers["content-type"] == "application/json"
    assert post.headers["user-agent"] == "grafana-kit"
    assert post.headers["accept"] == "application/json"
    assert post.headers["x-disable-provenance"] == "true"
    assert "x-grafana-org-id" not in post.headers
    assert post.body == {"uid": "f", "title": "Ü"}
    assert get.query == "limit=5&tag=a&tag=b"
    assert "content-type" not in get.headers


def test_the_organisation_is_sent_where_it_decides() -> None:
    """For users, who have several, and for any but the first."""
    seen: list[Any] = []

    def note(handler: BaseHTTPRequestHandler) -> None:
        seen.append((handler.headers["X-Grafana-Org-Id"], handler.headers["Authorization"].partition(" ")[0]))
        saying()(handler)

    user: dict[str, Any] = {"token": None, "user": "ü", "password": Secret("p:ß")}
    with serving(note) as url:
        for changes in ({}, {"org_id": 3}, user):
            with client(url, **changes) as made:
                made.get(PATH)
    assert seen == [(None, "Bearer"), ("3", "Bearer"), ("1", "Basic")]


def test_user_and_password_sign_in(grafana: GrafanaServer) -> None:
    """A real server takes them; a wrong one is told as such."""
    user: dict[str, Any] = {"token": None, "user": grafana.user, "named": "GRAFANA_PASSWORD"}
    with client(grafana.url, password=Secret(grafana.password), **user) as made:
        assert made.get("/api/user").data["login"] == grafana.user
    with client(grafana.url, password=Secret("wrong"), **user) as made, pytest.raises(AuthError) as caught:
        made.get("/api/user")
    assert caught.value.summary == "user or password is wrong (401): Invalid username or password"
    assert "GRAFANA_PASSWORD" in sound(caught.value, grafana.password).hint


def test_further_headers_come_from_variables(grafana: GrafanaServer) -> None:
    """A proxy before Grafana may want one; a cookie that it sets is not kept."""
    with grafana_client(grafana, headers={"X-Gate": Secret("open")}) as made:
        grafana.fault(headers={"Set-Cookie": "session=1; Path=/"})
        made.get("/api/org")
        made.get("/api/org")
    assert [one.headers["x-gate"] for one in grafana.requests()] == ["open", "open"]
    assert "cookie" not in grafana.requests()[1].headers


def test_passwords_and_proxies_that_lie_about_are_not_used(
    grafana: GrafanaServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The library would take them from ~/.netrc and from the environment, over our own token."""
    netrc = tmp_path / ".netrc"
    netrc.write_text("machine 127.0.0.1 login someone password else\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{unused_port()}")
    with grafana_client(grafana) as made:
        assert made.get("/api/user").data["login"] == grafana.token_login


def test_paths_are_appended_to_the_sub_path_as_text() -> None:
    """``urljoin`` would drop the sub-path."""
    with GrafanaServer("10.2", sub_path="/team/grafana") as server, grafana_client(server) as made:
        assert server.url.endswith("/team/grafana")
        assert made.get("/api/org").data["id"] == 1


@pytest.mark.parametrize("name", ["a/b", "50% & more?#;", "ä ö", "a..b", "...", "%2e%2e", "a\\b"])
def test_any_name_can_be_part_of_a_path(grafana: GrafanaServer, name: str) -> None:
    """It arrives as it is."""
    with grafana_client(grafana) as made:
        made.get(f"/api/datasources/name/{segment(name)}", allow=(404,))
        seen = grafana.requests()[-1]
    assert unquote(seen.path.removeprefix("/api/datasources/name/")) == name
    assert seen.path.count("/") == 4


@pytest.mark.parametrize("name", ["", ".", ".."])
def test_a_name_that_would_lead_to_another_path_is_refused(name: str) -> None:
    """However it is encoded, a client or a proxy may resolve it."""
    with pytest.raises(InputError, match="cannot be part of an address") as caught:
        segment(name)
    assert caught.value.hint
