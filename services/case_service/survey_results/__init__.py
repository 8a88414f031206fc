"""Results of anonymous surveys as they are published: from a table in a file to facts, and from facts to what is shown."""

from services.case_service.survey_results.faults import Fault
from services.case_service.survey_results.file import ReadFile, read_file
from services.case_service.survey_results.taking_in import Outcome, Plan, plan_of, requests_of

__all__ = ["Fault", "Outcome", "Plan", "ReadFile", "plan_of", "read_file", "requests_of"]
