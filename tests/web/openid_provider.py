"""A small OpenID provider on loopback: it signs in whom the test names, without asking."""

from __future__ import annotations

import secrets
import time
from base64 import b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, urlencode

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, RedirectResponse
from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "wenda", "the-client's-secret"


@dataclass
class Provider:
    """What the provider does next.

    Attributes:
        claims: of whom it signs in.
        signs_with: the key of the tokens; a test may set one that nobody knows.
        codes: the requests that it has answered, by code.
    """

    claims: dict[str, Any] = field(default_factory=dict)
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))
    signs_with: RSAKey | None = None
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def app(self) -> FastAPI:
        app = FastAPI()

        @app.get("/.well-known/openid-configuration")
        def configuration(request: Request) -> dict[str, Any]:
            base = str(request.base_url).rstrip("/")
            return {
                "issuer": base,
                "authorization_endpoint": f"{base}/authorize",
                "token_endpoint": f"{base}/token",
                "jwks_uri": f"{base}/keys",
                "id_token_signing_alg_values_supported": ["RS256"],
            }

        @app.get("/keys")
        def keys() -> dict[str, Any]:
            return {"keys": [self.key.as_dict(private=False)]}

        @app.get("/authorize")
        def authorize(request: Request) -> RedirectResponse:
            asked = dict(request.query_params)
            assert asked["client_id"] == CLIENT and asked["code_challenge_method"] == "S256"
            code = secrets.token_urlsafe()
            self.codes[code] = asked
            back = urlencode({"code": code, "state": asked["state"]})
            return RedirectResponse(f"{asked['redirect_uri']}?{back}", 302)

        @app.post("/token")
        async def token(request: Request) -> JSONResponse:
            given = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
            name, _, secret = b64decode(request.headers["authorization"].split()[1]).decode().partition(":")
            asked = self.codes.pop(given["code"], None)
            if (name, secret) != (CLIENT, SECRET) or asked is None or not _proves(given, asked):
                return JSONResponse({"error": "invalid_grant"}, 400)
            return JSONResponse(
                {"access_token": "unused", "token_type": "Bearer", "id_token": self._id_token(request, asked)}
            )

        return app

    def _id_token(self, request: Request, asked: dict[str, str]) -> str:
        now = int(time.time())
        claims = {
            "iss": str(request.base_url).rstrip("/"),
            "aud": CLIENT,
            "iat": now,
            "exp": now + 60,
            "nonce": asked["nonce"],
            **self.claims,
        }
        return jwt.encode({"alg": "RS256", "kid": "one"}, claims, self.signs_with or self.key)


def _proves(given: dict[str, str], asked: dict[str, str]) -> bool:
    """Whether who brings the code has also started the flow (RFC 7636)."""
    challenge = urlsafe_b64encode(sha256(given["code_verifier"].encode()).digest()).decode().rstrip("=")
    return challenge == asked["code_challenge"] and given["redirect_uri"] == asked["redirect_uri"]
