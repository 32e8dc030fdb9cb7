"""How an action is refused."""

from profiles.content.completeness import DraftProblem


class WorkflowError(Exception):
    """An action was refused; nothing has changed. `str(error)` says why."""


class OvertakenError(WorkflowError):
    """Somebody changed the draft after the user had last seen it."""


class IncompleteError(WorkflowError):
    """The draft lacks something; `problems` says what, each with the field that fixes it."""

    def __init__(self, text: str, problems: list[DraftProblem]) -> None:
        super().__init__(text)
        self.problems = problems
