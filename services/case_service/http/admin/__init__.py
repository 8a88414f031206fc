"""What the school owner and the administrator set up: schools, people, rights, texts. Never the content of a matter."""

from services.case_service.http.admin import (
    audit,
    closed_days,
    front_page,
    grants,
    integrity,
    login_changes,
    logins,
    retention,
    school_changes,
    schools,
    staff,
    staff_changes,
    texts,
    webhooks,
)
from services.case_service.http.admin.blueprint import admin

__all__ = [
    "admin",
    "audit",
    "closed_days",
    "front_page",
    "grants",
    "integrity",
    "login_changes",
    "logins",
    "retention",
    "school_changes",
    "schools",
    "staff",
    "staff_changes",
    "texts",
    "webhooks",
]
