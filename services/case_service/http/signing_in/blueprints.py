"""The login's views."""

from __future__ import annotations

from services.case_service.http.signing_in.new_password import new_password
from services.case_service.http.signing_in.second_factor import second_factor
from services.case_service.http.signing_in.setting_up import setting_up
from services.case_service.http.signing_in.with_password import login
from services.case_service.http.signing_in.with_provider import provider_login

LOGIN_BLUEPRINTS = (login, provider_login, second_factor, setting_up, new_password)
