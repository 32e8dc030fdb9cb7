"""How an action is refused."""


class WorkflowError(Exception):
    """An action was refused; nothing has changed. `str(error)` says why."""


class OvertakenError(WorkflowError):
    """Somebody changed the draft after the user had last seen it."""
