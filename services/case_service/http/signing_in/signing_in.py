"""What the login pages of one server share."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from services.case_service.http.signing_in.account_keys import AccountKeys
from services.case_service.http.signing_in.code_steps import CodeSteps
from services.case_service.http.signing_in.provider_server import ProviderServer


class SigningIn(msgspec.Struct, frozen=True, kw_only=True):
    """The login providers by name, the accounts' keys, and which one-time codes have been used."""

    servers: Mapping[str, ProviderServer]
    keys: AccountKeys
    steps: CodeSteps
