"""Staff of the local stores: one user per role and store, and the tokens with which the staff API lets them in."""

import secrets
from typing import Any

from infra.local.cloud import client

ROLES = ("staff", "manager")


def staff_tokens(*, cloud: str, pool: str, app_client: str, store: str) -> dict[str, str]:
    """A fresh token for each role of a store, valid as long as its app client says; missing users are made."""
    return {role: _token(cloud=cloud, pool=pool, app_client=app_client, store=store, role=role) for role in ROLES}


def _token(*, cloud: str, pool: str, app_client: str, store: str, role: str) -> str:
    cognito = client("cognito-idp", cloud=cloud)
    name, password = f"{store}-{role}", f"Aa1!{secrets.token_urlsafe(24)}"
    try:
        cognito.admin_create_user(UserPoolId=pool, Username=name, TemporaryPassword=password, MessageAction="SUPPRESS")
    except cognito.exceptions.UsernameExistsException:
        pass
    else:
        # The store's stack made the group.
        cognito.admin_add_user_to_group(UserPoolId=pool, Username=name, GroupName=f"{store}-{role}")
    # Nobody keeps the password: whoever needs a token later sets a new one.
    cognito.admin_set_user_password(UserPoolId=pool, Username=name, Password=password, Permanent=True)
    answer: dict[str, Any] = cognito.admin_initiate_auth(
        UserPoolId=pool,
        ClientId=app_client,
        AuthFlow="ADMIN_USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": name, "PASSWORD": password},
    )
    return str(answer["AuthenticationResult"]["IdToken"])
