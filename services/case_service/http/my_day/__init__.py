"""My day: what waits for the one who is logged in, over all her matters."""

from services.case_service.http.my_day.pages import my_day

__all__ = ["my_day"]
