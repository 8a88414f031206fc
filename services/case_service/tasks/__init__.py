"""From obligations to things to do: what, by when, why, and what discharges it. Pure."""

from services.case_service.tasks.judged import judged_row
from services.case_service.tasks.task import Group, Task, Why, grouped, tasks_of

__all__ = ["Group", "Task", "Why", "grouped", "judged_row", "tasks_of"]
