"""Gives a server its login pages."""

from __future__ import annotations

from flask import Flask

from services.case_service.http.session_file import SessionFile
from services.case_service.http.settings import WebSettings
from services.case_service.http.signing_in.account_keys import AccountKeys
from services.case_service.http.signing_in.blueprints import LOGIN_BLUEPRINTS
from services.case_service.http.signing_in.code_steps import CodeSteps
from services.case_service.http.signing_in.page import EXTENSION
from services.case_service.http.signing_in.provider_server import ProviderServer
from services.case_service.http.signing_in.signing_in import SigningIn


def add_signing_in(app: Flask, settings: WebSettings, session_file: SessionFile) -> None:
    """Add the login pages; nothing is asked of a provider before somebody chooses it."""
    app.extensions[EXTENSION] = SigningIn(
        servers={provider.name: ProviderServer(provider) for provider in settings.providers},
        keys=AccountKeys(sealing=settings.sealing_key, marking=settings.marking_key),
        steps=CodeSteps(session_file),
    )
    for blueprint in LOGIN_BLUEPRINTS:
        app.register_blueprint(blueprint)
