"""The pages of the case service: login, language, errors, and the frame in which other pages are shown."""

from services.case_service.http.accounts import Account, Accounts
from services.case_service.http.app import create_app
from services.case_service.http.identity import current_account
from services.case_service.http.languages import current_language
from services.case_service.http.rights import SEES_ALL_SCHOOLS, Right, protect_mounted
from services.case_service.http.settings import WebSettings
from services.case_service.http.shell import mounted_page

__all__ = [
    "SEES_ALL_SCHOOLS",
    "Account",
    "Accounts",
    "Right",
    "WebSettings",
    "create_app",
    "current_account",
    "current_language",
    "mounted_page",
    "protect_mounted",
]
