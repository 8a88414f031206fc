"""The timeline picture of a matter: made on the server, the same for the case page, for replay and for PDF. Pure."""

from services.case_service.timeline.drawing import drawn, legend_flag
from services.case_service.timeline.entries import Flag, Mark, Story
from services.case_service.timeline.lanes import Lane, lane_of
from services.case_service.timeline.layout import Picture, laid_out
from services.case_service.timeline.story import Addresses, story_of

__all__ = [
    "Addresses",
    "Flag",
    "Lane",
    "Mark",
    "Picture",
    "Story",
    "drawn",
    "laid_out",
    "lane_of",
    "legend_flag",
    "story_of",
]
