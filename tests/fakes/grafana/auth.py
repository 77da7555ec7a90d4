"""Who may do what: tokens, basic auth, and RBAC actions with scopes."""

from __future__ import annotations

import binascii
from base64 import b64decode
from typing import TYPE_CHECKING

from attrs import define, field

from tests.fakes.grafana.values import Identity, Object, Refusal, message

if TYPE_CHECKING:
    from tests.fakes.grafana.profiles import Profile

TOKEN = "glsa_test0000000000000000000000000000_deadbeef"  # noqa: S105 - it opens nothing but this server
LOGIN = "sa-1-deploy"
USER, PASSWORD = "admin", "admin-of-the-test-server"
ORG_ID = 1

# An action, and the scopes of which one must be granted; none: anywhere.
Need = tuple[str, list[str]]


def _default_tokens() -> dict[str, Identity]:
    return {TOKEN: Identity(LOGIN, 2, "deploy", is_token=True)}


def _default_users() -> dict[str, Identity]:
    return {USER: Identity(USER, 1, "Administrator")}


@define
class Access:
    """The known tokens and users."""

    tokens: dict[str, Identity] = field(factory=_default_tokens)
    users: dict[str, Identity] = field(factory=_default_users)

    def identify(self, headers: dict[str, str], profile: Profile) -> Identity:
        """Who sent these headers.

        Raises:
            Refusal: 401, with the texts of the version.
        """
        scheme, _, secret = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            identity = self._by_token(secret.strip(), profile)
        elif scheme.lower() == "basic":
            identity = self._by_password(secret, profile)
        else:
            raise _unauthorized(profile, "Unauthorized", "auth.unauthorized")
        self._check_org(identity, headers.get("x-grafana-org-id", ""), profile)
        return identity

    def _by_token(self, token: str, profile: Profile) -> Identity:
        identity = self.tokens.get(token)
        if identity is None:
            raise _unauthorized(profile, "Invalid API key", "api-key.invalid")
        if identity.expired:
            raise _unauthorized(profile, "Expired API key", "api-key.expired")
        return identity

    def _by_password(self, secret: str, profile: Profile) -> Identity:
        try:
            user, _, password = b64decode(secret, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            user = password = ""
        if user not in self.users or password != PASSWORD:
            raise _unauthorized(profile, "Invalid username or password", "password-auth.failed")
        return self.users[user]

    def _check_org(self, identity: Identity, wanted: str, profile: Profile) -> None:
        """A token stays bound to its organisation; users get the one they name, if it exists."""
        if wanted in {"", "0", str(ORG_ID)}:
            return
        if identity.is_token:
            raise _unauthorized(profile, "Unauthorized", "auth.unauthorized")
        raise message(403, "You do not have access to the requested organization")


def _unauthorized(profile: Profile, text: str, message_id: str) -> Refusal:
    if not profile.error_ids:
        return message(401, text)
    return message(401, text, messageId=message_id, statusCode=401, traceID="")


def allowed(identity: Identity, action: str, scopes: list[str]) -> bool:
    """Whether the identity has the action on one of the scopes; no scopes: anywhere."""
    if identity.permissions is None:
        return True
    granted = identity.permissions.get(action)
    if granted is None:
        return False
    return not scopes or any(_covers(have, want) for have in granted for want in scopes)


def _covers(have: str, want: str) -> bool:
    return have in {"*", want} or (have.endswith("*") and want.startswith(have[:-1]))


def require(identity: Identity, *needs: Need) -> None:
    """Refuse unless one of the needed (action, scopes) is granted.

    Raises:
        Refusal: 403 naming the actions.
    """
    if any(allowed(identity, action, scopes) for action, scopes in needs):
        return
    actions = [action for action, _ in needs]
    text = actions[0] if len(actions) == 1 else f"any of {', '.join(actions)}"
    raise Refusal(403, access_denied(text))


def access_denied(needed: str) -> Object:
    """The body of a refusal by RBAC."""
    return {
        "title": "Access denied",
        "message": (
            f"You'll need additional permissions to perform this action. Permissions needed: {needed}"
        ),
        "accessErrorId": "ACE0123456789",
    }
