"""Arabic without a comma between month and year."""

DATETIME_FORMAT = "j F Y، H:i"
