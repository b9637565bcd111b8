"""Sign ID tokens (RS256) and publish the key, for apps that ask for ``openid``."""

import json
from datetime import datetime, timedelta, timezone
from functools import cached_property

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from .tokens import Grant

KEY_ID = "simulator-1"
USER = {
    "sub": "00000000-0000-4000-8000-000000000001",
    "email": "accountant@example.com",
    "emailVerified": True,
    "givenName": "Demo",
    "familyName": "Accountant",
    "phoneNumber": "+1 5555550100",
    "phoneNumberVerified": False,
}


class Identity:
    """The signing key of one simulator, made when first needed."""

    @cached_property
    def _key(self) -> rsa.RSAPrivateKey:
        return rsa.generate_private_key(public_exponent=65537, key_size=2048)

    def jwks(self) -> dict:
        """Return the public key as a key set."""
        public = json.loads(RSAAlgorithm.to_jwk(self._key.public_key()))
        return {"keys": [{**public, "kid": KEY_ID, "use": "sig", "alg": "RS256"}]}

    def id_token(self, grant: Grant, issuer: str, now: datetime) -> str:
        """Return a signed token for the grant's app; `aud` is a list, as Intuit's."""
        issued = now.astimezone(timezone.utc)
        claims = {
            "sub": USER["sub"],
            "aud": [grant.client_id],
            "realmid": grant.realm,
            "auth_time": int(issued.timestamp()),
            "iss": issuer,
            "iat": int(issued.timestamp()),
            "exp": int((issued + timedelta(hours=1)).timestamp()),
        }
        return jwt.encode(claims, self._key, algorithm="RS256", headers={"kid": KEY_ID})


def profile(scopes: list[str]) -> dict:
    """Return what the user-info endpoint tells an app with these scopes."""
    wanted = ["sub"]
    if "email" in scopes:
        wanted += ["email", "emailVerified"]
    if "profile" in scopes:
        wanted += ["givenName", "familyName"]
    if "phone" in scopes:
        wanted += ["phoneNumber", "phoneNumberVerified"]
    return {key: USER[key] for key in wanted}
