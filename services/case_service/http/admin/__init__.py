"""What the school owner and the administrator set up: schools, people, rights, texts. Never the content of a matter."""

from services.case_service.http.admin import front_page, login_changes, logins, school_changes, schools, staff, staff_changes, texts
from services.case_service.http.admin.blueprint import admin

__all__ = ["admin", "front_page", "login_changes", "logins", "school_changes", "schools", "staff", "staff_changes", "texts"]
