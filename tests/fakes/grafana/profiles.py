"""How versions of Grafana differ, as data; every field can be set for a test, at the start or while running."""

from __future__ import annotations

from typing import Any

import attrs
from attrs import frozen


@frozen(kw_only=True)
class Profile:
    """One version's behaviour, and the knobs of the test server."""

    name: str
    version: str
    # Dashboards
    unique_titles: bool  # one title per folder, and overwrite takes over the other's uid
    bumps_always: bool  # an identical save makes a new version
    migrates: bool  # a save raises schemaVersion and fills in or drops defaults
    versions_as_object: bool
    answers_folder_uid: bool  # POST /dashboards/db says where it saved
    max_title: int  # 0: no limit
    max_message: int  # 0: no limit
    unknown_folder: int
    deleted_text: str
    numeric_ids: bool  # the endpoints by numeric id exist
    # Folders
    nested_folders: bool
    unique_folder_titles: bool
    folder_taken: int  # 409 with a message, 412 with {}
    max_folder_depth: int = 8
    # Alerting
    new_uid_in_group: bool  # a group PUT may name rules that do not exist yet
    empty_rules_delete: bool  # "rules": [] deletes all; otherwise it changes the interval only
    rewrites_unchanged_rules: bool
    unique_rule_titles: bool
    group_delete: bool
    provenance_mismatch: int
    rule_fields: tuple[str, ...] = ()  # beyond those that every version knows
    threshold_types: tuple[str, ...] = ("gt", "lt", "within_range", "outside_range")
    keep_last: bool = True  # noDataState and execErrState know KeepLast
    folder_rbac: bool  # alert rules by folder permissions, not alert.provisioning alone
    resource_versions: bool  # templates and mute timings carry a version
    # Everything else
    error_ids: bool  # errors carry messageId, statusCode, traceID
    apis: bool  # /apis/dashboard.grafana.app answers
    # Knobs
    sub_path: str = ""
    latency_ms: float = 0
    search_lag_ms: float = 0
    folder_races: bool = True  # two folder creations at once: the second fails
    fresh_folder_fails: bool = False  # the first dashboard saved into a new folder fails once
    max_body_bytes: int = 0
    dashboard_quota: int = 0
    versions_to_keep: int = 20
    min_refresh_s: int = 5
    hide_version: bool = False
    database_ok: bool = True
    keep_bodies: bool = True  # the request log holds bodies; off for benchmarks
    plugins_own: str = ""  # dashboards saved by this user belong to a plugin


_10_2 = Profile(
    name="10.2",
    version="10.2.3",
    unique_titles=True,
    bumps_always=True,
    migrates=False,
    versions_as_object=False,
    answers_folder_uid=False,
    max_title=0,
    max_message=0,
    unknown_folder=400,
    deleted_text="Dashboard {} deleted",
    numeric_ids=True,
    nested_folders=False,
    unique_folder_titles=True,
    folder_taken=409,
    new_uid_in_group=False,
    empty_rules_delete=False,
    rewrites_unchanged_rules=True,
    unique_rule_titles=True,
    group_delete=False,
    provenance_mismatch=500,
    keep_last=False,
    folder_rbac=False,
    resource_versions=False,
    error_ids=False,
    apis=False,
)

_13 = Profile(
    name="13",
    version="13.3.0",
    unique_titles=False,
    bumps_always=False,
    migrates=True,
    versions_as_object=True,
    answers_folder_uid=True,
    max_title=5000,
    max_message=500,
    unknown_folder=404,
    deleted_text="Dashboard {} moved to Recently deleted",
    numeric_ids=False,
    nested_folders=True,
    unique_folder_titles=False,
    folder_taken=412,
    new_uid_in_group=True,
    empty_rules_delete=True,
    rewrites_unchanged_rules=False,
    unique_rule_titles=False,
    group_delete=True,
    provenance_mismatch=409,
    rule_fields=("keep_firing_for", "missingSeriesEvalsToResolve", "record", "notification_settings"),
    threshold_types=(
        *("gt", "lt", "eq", "ne", "gte", "lte", "within_range", "outside_range"),
        *("within_range_included", "outside_range_included"),
    ),
    folder_rbac=True,
    resource_versions=True,
    error_ids=True,
    apis=True,
)

PROFILES = {profile.name: profile for profile in (_10_2, _13)}


def changed(profile: Profile, values: dict[str, Any]) -> Profile:
    """The profile with some fields set, by name.

    Raises:
        ValueError: for a field that no profile has.
    """
    unknown = set(values) - {field.name for field in attrs.fields(Profile)}
    if unknown:
        raise ValueError(f"no such setting: {', '.join(sorted(unknown))}")
    ready: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in values.items()
    }
    return attrs.evolve(profile, **ready)
