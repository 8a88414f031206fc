"""The school's own map of its grounds, on which pupils and adults mark where they feel safe and where not."""

from services.case_service.http.school_maps import pages
from services.case_service.http.school_maps.blueprint import school_map_pages

__all__ = ["pages", "school_map_pages"]
