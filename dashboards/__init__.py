"""The dashboards: they ask services.reporting.queries and nothing else."""

from dashboards.app import mount
from dashboards.viewer import Viewer

__all__ = ["Viewer", "mount"]
