"""Open data over HTTP, beside the dashboards: the published files, read-only SQL over them, and the page that leads to both."""

from varde.open_data.files import PAGE, add_open_data

__all__ = ["PAGE", "add_open_data"]
