"""Signing in with the newsroom's own OpenID provider: the browser is sent there, and comes back with a code."""

from __future__ import annotations

import json
import logging
from typing import Any

from authlib.integrations.base_client import OAuthError
from authlib.integrations.starlette_client import OAuth
from fastapi import FastAPI, Request
from httpx2 import HTTPError
from joserfc.errors import JoseError
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from rag.config import Settings
from rag.desk import Desk, ProvidedUser, SignIn, SignInFailed, claimed_role
from web.desk.cookies import PROVIDER, PROVIDER_SECONDS, read_cookie, root_of, set_cookie, set_session
from web.desk.routes import DESK_PATH
from web.desk.staff_page import see

log = logging.getLogger(__name__)

_FAILED = "sign-in?problem=provider"


def add_provider(app: FastAPI, desk: Desk, settings: Settings) -> None:
    """Add the address that leads to the provider, and the one to which it leads back; none without WENDA_OIDC_ISSUER."""
    if not settings.oidc_issuer:
        return
    sign_in = SignIn(desk)
    provider = OAuth().register(
        "newsroom",
        server_metadata_url=f"{settings.oidc_issuer.rstrip('/')}/.well-known/openid-configuration",
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret.get_secret_value(),
        client_kwargs={"scope": "openid profile email", "code_challenge_method": "S256", "timeout": 10},
    )

    @app.get(f"{DESK_PATH}/provider")
    async def leave(request: Request) -> Response:
        request.scope["session"] = {}
        try:
            response: Response = await provider.authorize_redirect(request, _callback(request))
        except (OAuthError, HTTPError, ValueError, RuntimeError):
            log.exception("the OpenID provider cannot be asked")
            return see(_FAILED)
        _keep(request, response)
        return response

    @app.get(f"{DESK_PATH}/provider-callback")
    async def come_back(request: Request) -> Response:
        request.scope["session"] = _kept(request)
        try:
            answer = await provider.authorize_access_token(request)
            token = await run_in_threadpool(sign_in.with_provider, _provided(answer["userinfo"], settings))
        except (OAuthError, HTTPError, JoseError, SignInFailed, ValueError, KeyError, RuntimeError) as error:
            log.warning("no sign-in with the OpenID provider: %s", error)
            response = see(_FAILED)
        else:
            response = see("")
            set_session(request.scope, response, token)
        set_cookie(request.scope, response, PROVIDER, "", 0)
        return response


def _provided(claims: dict[str, Any], settings: Settings) -> ProvidedUser:
    """Whom checked claims are about. An e-mail address counts only if the provider has verified it."""
    email = claims.get("email", "") if claims.get("email_verified") is True else ""
    names = (str(claims.get("preferred_username", "")), str(email))
    return ProvidedUser(
        f"{claims['iss']} {claims['sub']}", names, claimed_role(claims, settings.oidc_role_claim)
    )


def _callback(request: Request) -> str:
    """The address that the provider leads back to; it must be registered there."""
    host = request.headers.get("x-forwarded-host", "").split(",")[0].strip() or request.headers["host"]
    return f"{request.url.scheme}://{host}{root_of(request.scope)}{DESK_PATH}/provider-callback"


def _keep(request: Request, response: Response) -> None:
    """Keep state, nonce and code verifier in the browser until it comes back."""
    kept = json.dumps(request.scope["session"]).encode().hex()
    set_cookie(request.scope, response, PROVIDER, kept, PROVIDER_SECONDS)


def _kept(request: Request) -> dict[str, Any]:
    try:
        kept = json.loads(bytes.fromhex(read_cookie(request, PROVIDER)))
    except ValueError:
        return {}
    return kept if isinstance(kept, dict) else {}
