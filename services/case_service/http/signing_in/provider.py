"""A login provider, as the municipality configured it."""

from __future__ import annotations

from typing import Final

import msgspec

from services.case_service.rights.person import Kind

SIGNED_WITH: Final = ("RS256", "PS256", "ES256")
"""How an ID token may be signed. Never ``none``, and never with the secret that both sides know."""


class Provider(msgspec.Struct, frozen=True, kw_only=True):
    """An OpenID Connect provider.

    ``name`` stands in addresses and in the accounts' identities; ``title`` on the button. ``client_secret`` is a key in PEM when
    ``client_auth`` is ``private_key_jwt``. ``kinds`` are whom it may vouch for. A person is found by her ``identity_claim``;
    ``ignore_case`` when its letters' case means nothing. ``login_acr`` is asked for at every login;
    ``second_factor_acr`` and ``second_factor_amr`` are the values that tell of a second factor, and the first are asked for then.
    """

    name: str
    title: str
    issuer: str
    client_id: str
    client_secret: str
    client_auth: str = "client_secret_basic"
    kinds: frozenset[Kind] = frozenset({Kind.STAFF})
    scopes: tuple[str, ...] = ("openid",)
    identity_claim: str = "sub"
    ignore_case: bool = False
    login_acr: tuple[str, ...] = ()
    second_factor_acr: tuple[str, ...] = ()
    second_factor_amr: tuple[str, ...] = ()

    def has_second_factor(self, acr: str | None, amr: tuple[str, ...]) -> bool:
        """Whether what the provider said of a login tells of a second factor."""
        return acr in self.second_factor_acr or not set(self.second_factor_amr).isdisjoint(amr)

    def written(self, identity: str) -> str:
        """An identity as it is compared."""
        return identity.strip().casefold() if self.ignore_case else identity.strip()
