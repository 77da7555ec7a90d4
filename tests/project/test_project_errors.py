"""Every mistake in a project file has a line, a sentence and something to do next."""

from __future__ import annotations

from pathlib import Path

import pytest

from grafana_kit.errors import KitError, KitErrors
from grafana_kit.loading.project import load_project


def errors_of(tmp_path: Path, text: str) -> list[tuple[int, str, str]]:
    """Return line, summary and hint of every error."""
    file = tmp_path / "grafana-kit.yaml"
    file.write_text(text, encoding="utf-8", newline="")
    try:
        load_project(tmp_path)
    except KitErrors as several:
        found: tuple[KitError, ...] = several.errors
    except KitError as one:
        found = (one,)
    else:
        return []
    return [(int(error.where.rpartition(":")[2]), error.summary, error.hint) for error in found]


HEAD = "project: p\nenvironments:\n  dev:\n"


def in_dev(*lines: str) -> str:
    """Return a project file whose environment dev holds these lines; the first is line 4."""
    return HEAD + "".join(f"    {line}\n" for line in lines)


# id → (text, line, what the summary holds, what the hint holds)
BAD: dict[str, tuple[str, int, str, str]] = {
    "empty": ("", 1, "the file is empty", "grafana-kit init"),
    "only a comment": ("# nothing\n", 1, "the file is empty", "grafana-kit init"),
    "a list": ("- a\n", 1, "must be a mapping", "grafana-kit init"),
    "a word": ("hello\n", 1, "must be a mapping", "grafana-kit init"),
    "a tag for all": ("!x {}\n", 1, "YAML tags", "plain value"),
    "syntax": ("project: p\nsources: [a\nmetrics: m\n", 3, "not valid YAML", ""),
    "tab": ("project: p\n\tmetrics: m\n", 2, "not valid YAML", ""),
    "control character": ("project: p\nmetrics: \x01\n", 2, "character U+0001", ""),
    "two documents": (f"{HEAD}---\nproject: q\n", 4, "not valid YAML", ""),
    "nested beyond reason": ("a: " + "[" * 5000, 1, "nested too deeply", ""),
    "unknown alias": (in_dev("runbooks: *nowhere"), 4, "not valid YAML", ""),
    "alias": (in_dev("labels: &l {a: b}", "settings: *l"), 5, "aliases", "defaults:"),
    "alias of itself": (in_dev("settings: &s {a: *s}"), 4, "aliases", "defaults:"),
    "merge key": (in_dev("<<: {alert_suffix: _X}"), 4, '"<<" is not a key', ""),
    "python tag": (in_dev("runbooks: !!python/object/apply:os.getcwd []"), 4, "YAML tags", "plain value"),
    "set tag": (in_dev("labels: !!set {a}"), 4, "YAML tags", "plain value"),
    "duplicate key": (in_dev("alert_suffix: _A", "alert_suffix: _B"), 5, "here twice", "line 4"),
    "a list as a key": (in_dev("[a, b]: 1"), 4, "a key must be a word", ""),
    "number beyond reading": (in_dev(f"settings: {{a: {'9' * 5000}}}"), 4, "cannot be read", "quotes"),
    "no project": ("environments: {dev: {}}\n", 1, '"project" is missing', "project: NAME"),
    "project null": ("environments: {dev: {}}\nproject:\n", 2, "project: expected a name", ""),
    "project with a slash": ("project: a/b\nenvironments: {dev: {}}\n", 1, 'got "a/b"', ""),
    "no environments": ("project: p\n", 1, "no environments", "environments: {dev: {}}"),
    "environments null": ("project: p\nenvironments:\n", 2, "no environments", "environments: {dev: {}}"),
    "environments empty": ("project: p\nenvironments: {}\n", 2, "no environments", "environments: {dev: {}}"),
    "environments a list": ("project: p\nenvironments: [dev]\n", 2, "a mapping, got a list", ""),
    "environments a word": ("project: p\nenvironments: dev\n", 2, 'a mapping, got "dev"', ""),
    "environments false": ("project: p\nenvironments: no\n", 2, "a mapping, got no", ""),
    "defaults a word": (f"{HEAD}defaults: x\n", 4, "defaults: expected a mapping", ""),
    "environment a word": (
        "project: p\nenvironments:\n  dev: x\n",
        3,
        "environments.dev: expected a mapping",
        "",
    ),
    "upper-case environment": ("project: p\nenvironments: {Dev: {}}\n", 2, '"Dev" is not a name', ""),
    "environment climbs out": ("project: p\nenvironments: {../x: {}}\n", 2, '"../x" is not a name', ""),
    "environment with a dot": ("project: p\nenvironments: {a.b: {}}\n", 2, '"a.b" is not a name', ""),
    "alias is an environment": (
        f"{HEAD}  prod: {{aliases: [dev]}}\n",
        4,
        'already means environment "dev"',
        "one",
    ),
    "alias is its own name": (in_dev("aliases: [dev]"), 4, 'already means environment "dev"', "one"),
    "alias of two": (
        "project: p\nenvironments:\n  a: {aliases: [x]}\n  b:\n    aliases: [y, x]\n",
        5,
        'already means environment "a"',
        "one environment",
    ),
    "alias twice": (in_dev("aliases: [x, x]"), 4, "aliases", "twice"),
    "alias not in a list": (in_dev("aliases: development"), 4, "a list", "[development]"),
    "alias in defaults": (f"defaults: {{aliases: [x]}}\n{HEAD}", 1, '"aliases" is not a key of defaults', ""),
    "unknown key at the top": (
        f"{HEAD}enviroment: x\n",
        4,
        "not a key of the project file",
        '"environments"',
    ),
    "unknown key": (
        in_dev("alert_sufix: _A"),
        4,
        '"alert_sufix" is not a key of environments.dev',
        '"alert_suffix"',
    ),
    "unknown key deep": (
        in_dev("grafana:", "  datasource: {uuid: x}"),
        5,
        "not a key of environments.dev.grafana.datasource",
        '"uid"',
    ),
    "unknown key with a bell": (in_dev('"\\a": x'), 4, r'"\u0007" is not a key', ""),
    "key in the wrong place": (in_dev("token_env: T"), 4, "not a key of environments.dev", "under grafana:"),
    "name is not a key": (in_dev("name: x"), 4, '"name" is not a key', "under grafana.datasource:"),
    "url a number": (
        in_dev("grafana: {url: 5}"),
        4,
        "grafana.url: expected an http or https URL, got 5",
        "quotes",
    ),
    "url with another scheme": (in_dev("runbooks: ftp://example.org"), 4, "got", "https://"),
    "url without a scheme": (in_dev("runbooks: example.org/x"), 4, "got", "https://"),
    "url without a host": (in_dev("runbooks: 'https:///x'"), 4, "expected an http", "https://"),
    "url with a bad port": (in_dev("runbooks: 'https://example.org:99999'"), 4, "expected an http", ""),
    "url with a bad address": (in_dev("runbooks: 'https://[::1'"), 4, "expected an http", ""),
    "url with a fragment": (in_dev("runbooks: 'https://example.org/#x'"), 4, "expected an http", ""),
    "url with a variable": (
        in_dev("runbooks: 'https://example.org/${X}'"),
        4,
        "expected an http",
        "not expanded",
    ),
    "url with a space": (in_dev("runbooks: 'https://example.org/a b'"), 4, "expected an http", "spaces"),
    "grafana too old": (in_dev("grafana: {version: 9.5.1}"), 4, 'got "9.5.1"', "before 10 is not supported"),
    "grafana latest": (in_dev("grafana: {version: latest}"), 4, 'got "latest"', "10.2.3"),
    "grafana true": (in_dev("grafana: {version: true}"), 4, "a version of Grafana", "10.2.3"),
    "prometheus too old": (in_dev("prometheus: {version: 1.8.2}"), 4, "got", "before 2"),
    "engine": (in_dev("alert_engine: loki"), 4, 'one of prometheus, grafana, both, got "loki"', ""),
    "provenance": (in_dev("grafana: {provenance: yes}"), 4, "one of api, none, got yes", ""),
    "flag as text": (in_dev('protected: "true"'), 4, 'true or false, got "true"', ""),
    "flag null": (in_dev("protected:"), 4, "true or false, got nothing", ""),
    "suffix with a slash": (in_dev("alert_suffix: /../x"), 4, "a suffix", ""),
    "org id zero": (in_dev("grafana: {org_id: 0}"), 4, "a whole number from 1 on, got 0", ""),
    "org id true": (in_dev("grafana: {org_id: true}"), 4, "a whole number", ""),
    "org id half": (in_dev("grafana: {org_id: 1.5}"), 4, "a whole number", ""),
    "uid too long": (in_dev(f"grafana: {{datasource: {{uid: {'u' * 41}}}}}"), 4, "a uid of 1 to 40", ""),
    "uid with a dot": (in_dev("grafana: {datasource: {uid: a.b}}"), 4, 'got "a.b"', ""),
    "uid empty": (in_dev('grafana: {datasource: {uid: ""}}'), 4, 'got ""', ""),
    "name empty": (in_dev('grafana: {datasource: {name: " "}}'), 4, "text", "it is empty"),
    "name of two lines": (
        in_dev(r'grafana: {datasource: {name: "a\nb"}}'),
        4,
        r'got "a\nb"',
        "cannot be printed",
    ),
    "lone surrogate": (
        in_dev(r'grafana: {datasource: {name: "\ud800"}}'),
        4,
        r'got "\ud800"',
        "cannot be printed",
    ),
    "dashboards path relative": (in_dev("grafana: {dashboards_path: dash}"), 4, "an absolute path", ""),
    "dashboards path climbs": (in_dev("grafana: {dashboards_path: /var/../etc}"), 4, "an absolute path", ""),
    "duration as a number": (in_dev("prometheus: {scrape_interval: 15}"), 4, "a duration, got 15", "15s"),
    "duration zero": (in_dev("prometheus: {scrape_interval: 0s}"), 4, "a duration", "15s"),
    "duration in words": (in_dev("prometheus: {scrape_interval: 15 seconds}"), 4, "a duration", "15s"),
    "duration of a job": (
        in_dev("prometheus:", "  jobs:", "    a: fast"),
        6,
        "prometheus.jobs.a: expected a",
        "15s",
    ),
    "duration true": (in_dev("prometheus: {scrape_interval: true}"), 4, "a duration, got true", ""),
    "size": (in_dev("prometheus: {retention: {size: 10 gigs}}"), 4, "a size such as", ""),
    "retention a word": (
        in_dev("prometheus: {retention: 7d}"),
        4,
        "prometheus.retention: expected a mapping",
        "",
    ),
    "labels a list": (in_dev("labels: [a]"), 4, "environments.dev.labels: expected a mapping", ""),
    "label name": (in_dev("labels: {my-team: x}"), 4, '"my-team" is not a label name', ""),
    "label name reserved": (in_dev("labels: {__x: y}"), 4, '"__x" is not a label name', ""),
    "label a number": (in_dev("labels: {tier: 1}"), 4, "labels.tier: expected text, got 1", '"1"'),
    "label null": (in_dev("labels: {tier: }"), 4, "labels.tier: expected text, got nothing", ""),
    "header name": (
        in_dev("grafana: {headers_env: {'X Y': V}}"),
        4,
        '"X Y" is not the name of an HTTP header',
        "",
    ),
    "setting a list": (in_dev("settings: {a: [1]}"), 4, "settings.a: expected a number, text", ""),
    "setting null": (in_dev("settings: {a: }"), 4, "settings.a: expected a number, text", ""),
    "setting nan": (in_dev("settings: {a: .nan}"), 4, "settings.a", "NaN"),
    "setting infinite": (in_dev("settings: {a: -.inf}"), 4, "settings.a", "infinity"),
    "setting beyond floats": (in_dev(f"settings: {{a: {'9' * 400}}}"), 4, "settings.a", "too large"),
    "setting with a bell": (in_dev(r'settings: {a: "\a"}'), 4, "settings.a", "cannot be printed"),
    "setting twice": (
        in_dev("settings:", "  a.b: 1", "  a: {b: 2}"),
        6,
        'settings has "a.b" twice',
        "line 5",
    ),
    "setting key": (in_dev("settings: {a..b: 1}"), 4, '"a..b" is not words', ""),
    "setting key with a space": (in_dev("settings: {a b: 1}"), 4, '"a b" is not words', ""),
    "settings a number": (in_dev("settings: 5"), 4, "environments.dev.settings: expected a mapping", ""),
    "source outside": (f"sources: [../x]\n{HEAD}", 1, "sources", "stay below"),
    "source absolute": (f"sources: [/etc]\n{HEAD}", 1, "sources", "stay below"),
    "source twice": (f"sources: [a, ./a/]\n{HEAD}", 1, "sources", "twice"),
    "metrics outside": (f"metrics: a/../../b\n{HEAD}", 1, "metrics", "stay below"),
    "metrics null": (f"metrics:\n{HEAD}", 1, "metrics: expected a path inside the project, got nothing", ""),
    "output at home": (f"output: ~/x\n{HEAD}", 1, "output", "stay below"),
    "output with backslashes": (f"output: '..\\x'\n{HEAD}", 1, "output", "stay below"),
    "output on a drive": (f"output: 'c:/x'\n{HEAD}", 1, "output", "stay below"),
    "output holds the sources": (
        f"output: dashboards\n{HEAD}",
        1,
        'output "dashboards" would hold',
        "of its own",
    ),
    "output is the root": (
        f"metrics: m\noutput: .\nsources: [s]\n{HEAD}",
        3,
        'output "." would hold',
        "of its own",
    ),
    "output above metrics": (
        f"output: a\nmetrics: a/b\n{HEAD}",
        2,
        'output "a" would hold "a/b"',
        "of its own",
    ),
    "two names of one token": (
        in_dev("grafana:", "  token_file: t", "  token_env: T"),
        6,
        "token_env and grafana.token_file name the same secret",
        "keep one",
    ),
    "password without a user": (
        in_dev("grafana: {password_env: P}"),
        4,
        "password_env needs grafana.username",
        "",
    ),
    "user without a password": (
        in_dev("grafana: {username: u}"),
        4,
        "username needs grafana.password_env or grafana.password_file",
        "",
    ),
    "key without a certificate": (
        in_dev("grafana: {key_file: k}"),
        4,
        "key_file needs grafana.cert_file",
        "",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_a_mistake_has_a_line_a_sentence_and_a_next_step(tmp_path: Path, case: str) -> None:
    """Each mistake is one error, at its line."""
    text, line, summary, hint = BAD[case]
    ((found_line, found_summary, found_hint),) = errors_of(tmp_path, text)
    assert summary in found_summary
    assert found_line == line
    assert hint in found_hint


SECRETS: dict[str, tuple[str, int, str]] = {
    "token": (in_dev("grafana: {token: HUNTER2}"), 4, "token_env: NAME_OF_A_VARIABLE"),
    "token in defaults": (f"defaults: {{grafana: {{token: HUNTER2}}}}\n{HEAD}", 1, "token_env: NAME"),
    "api key": (in_dev("grafana: {api_key: HUNTER2}"), 4, "token_env"),
    "password": (in_dev("grafana: {password: HUNTER2}"), 4, "password_env"),
    "password at the top": (f"{HEAD}admin_password: HUNTER2\n", 4, "password_file"),
    "basic auth": (in_dev("grafana: {basic_auth: {x: HUNTER2}}"), 4, "password_env"),
    "secret among settings": (in_dev("settings: {mail: {password: HUNTER2}}"), 4, "password_env"),
    "secret among labels": (in_dev("labels: {token: HUNTER2}"), 4, "token_env"),
    "value where its variable's name belongs": (
        in_dev("grafana: {token_env: HUNTER2-}"),
        4,
        "variable's name",
    ),
    "header's value": (
        in_dev("grafana: {headers_env: {Authorization: Bearer HUNTER2}}"),
        4,
        "variable's name",
    ),
    "url with a password": (in_dev("grafana: {url: 'https://u:HUNTER2@example.org'}"), 4, "no credentials"),
    "url without scheme": (in_dev("grafana: {url: 'u:HUNTER2@example.org'}"), 4, "no credentials"),
    "url with a query": (in_dev("grafana: {url: 'https://example.org?key=HUNTER2'}"), 4, "no credentials"),
    "service account": (in_dev("settings: {a: glsa_HUNTER2}"), 4, "revoke it"),
    "service account as a version": (in_dev("grafana: {version: glsa_HUNTER2}"), 4, "revoke it"),
    "service account as a key": (in_dev("glsa_HUNTER2: 1"), 4, "revoke it"),
    "old key behind a word": (in_dev('runbooks: "Bearer eyJHUNTER2"'), 4, "revoke it"),
    "in a comment": (in_dev("protected: true # glsa_HUNTER2"), 4, "revoke it"),
    "in a file that is not YAML": ("a: [\nb: glc_HUNTER2\n", 2, "revoke it"),
}


@pytest.mark.parametrize("case", SECRETS)
def test_a_secret_is_refused_and_never_shown(tmp_path: Path, case: str) -> None:
    """The error says how to name it instead, and not what it is."""
    text, line, hint = SECRETS[case]
    errors = errors_of(tmp_path, text)
    assert "HUNTER2" not in str(errors)
    ((found_line, _, found_hint),) = errors
    assert found_line == line
    assert hint in found_hint


def test_words_that_only_hold_the_letters_of_a_token_are_fine(tmp_path: Path) -> None:
    """``eyJ`` inside a word is a word; a setting may be about tokens."""
    assert errors_of(tmp_path, in_dev("labels: {a: heyJude}", "settings: {token.age: 5d}")) == []


def test_a_long_value_is_cut_in_the_message(tmp_path: Path) -> None:
    """A message stays one readable line."""
    ((_, summary, _),) = errors_of(tmp_path, in_dev(f"alert_engine: {'x' * 500}"))
    assert len(summary) < 150
