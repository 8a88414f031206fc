"""Avvik: what was missed, why, and how it is treated until the measure has had its effect (kommunelova § 25-1)."""

from services.case_service.http.avvik import exporting, listing, one, raising, returning
from services.case_service.http.avvik.blueprint import avvik

__all__ = ["avvik", "exporting", "listing", "one", "raising", "returning"]
