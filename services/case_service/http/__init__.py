"""The pages of the case service: login, language, errors, and the frame in which other pages are shown."""

from services.case_service.http.account import Account, Newcomer
from services.case_service.http.accounts import Accounts
from services.case_service.http.app import create_app
from services.case_service.http.identity import SignedIn, current_account, current_login
from services.case_service.http.languages import current_language
from services.case_service.http.rights import SEES_ALL_SCHOOLS, Right, protect_mounted
from services.case_service.http.settings import WebSettings
from services.case_service.http.shell import mounted_page
from services.case_service.http.standing import Standing, standing_of

__all__ = [
    "SEES_ALL_SCHOOLS",
    "Account",
    "Accounts",
    "Newcomer",
    "Right",
    "SignedIn",
    "Standing",
    "WebSettings",
    "create_app",
    "current_account",
    "current_language",
    "current_login",
    "mounted_page",
    "protect_mounted",
    "standing_of",
]
