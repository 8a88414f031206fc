"""Handing a matter over: who asked, what goes and what is masked, the approval, and the package that can be fetched again."""

from services.case_service.http.packages import (
    approving,
    fetching,
    front_page,
    preview_page,
    refusing,
    reporting,
    sending,
    work_page,
)
from services.case_service.http.packages.blueprint import package_pages

__all__ = [
    "approving",
    "fetching",
    "front_page",
    "package_pages",
    "preview_page",
    "refusing",
    "reporting",
    "sending",
    "work_page",
]
