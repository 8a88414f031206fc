"""What a replay reads: the obligations of a case from the log, and the law that it is held against; for pages and command line."""

from services.case_service.replay_sources.kept import judging_of, read_judging
from services.case_service.replay_sources.law import law_of

__all__ = ["judging_of", "law_of", "read_judging"]
