"""Who is asking, and what may they: from the claims of a token that the API's authorizer has already verified."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Role(StrEnum):
    """What a person is to a store. A manager may do whatever staff may."""

    STAFF = "staff"
    MANAGER = "manager"


class Unauthenticated(Exception):
    """No claims, or those of a token that was issued for another store's app client."""


class Forbidden(Exception):
    """The person is known but has none of the roles the route is for."""

    def __init__(self, roles: frozenset[Role]) -> None:
        super().__init__("this needs the role " + " or ".join(sorted(roles)))
        self.roles = roles


@dataclass(frozen=True, kw_only=True)
class Caller:
    """``id`` is the user pool's pseudonymous ``sub``, ``name`` what colleagues call the user by."""

    id: str
    name: str
    roles: frozenset[Role]

    def must_be_one_of(self, roles: frozenset[Role]) -> None:
        """Raise Forbidden unless one of the roles is held."""
        if not self.roles & roles:
            raise Forbidden(roles)


def caller_of(event: Mapping[str, Any], *, store: str, client_id: str | None) -> Caller:
    """The caller of an HTTP API request (payload 2.0). Raises Unauthenticated.

    ``client_id`` is the store's own app client; when given, a token of any other is refused here as well.
    """
    authorizer = event.get("requestContext", {}).get("authorizer") or {}
    claims = (authorizer.get("jwt") or {}).get("claims") or {}
    if not claims.get("sub"):
        raise Unauthenticated("no claims")
    # Cognito: an id token names its client in `aud`, an access token in `client_id`.
    if client_id is not None and client_id not in (claims.get("aud"), claims.get("client_id")):
        raise Unauthenticated("not this store's client")
    # An id token has the user name in `cognito:username`, an access token in `username`.
    name = claims.get("cognito:username") or claims.get("username") or claims["sub"]
    return Caller(id=str(claims["sub"]), name=str(name), roles=roles_in(claims.get("cognito:groups"), store=store))


def roles_in(groups: object, *, store: str) -> frozenset[Role]:
    """The roles that user pool groups give at a store: ``<store>-staff`` and ``<store>-manager``.

    The pool is shared, and any of its users can sign in through any store's client, so the group has to name the store.
    An HTTP API writes a list claim as ``[a b]``; anything else that says a list is read as well.
    """
    names = [str(group) for group in groups] if isinstance(groups, list | tuple) else _names(groups)
    held = {role for role in Role if f"{store}-{role}" in names}
    return frozenset(held | {Role.STAFF}) if Role.MANAGER in held else frozenset(held)


def _names(groups: object) -> list[str]:
    return re.findall(r'[^\s\[\],"\']+', groups) if isinstance(groups, str) else []
