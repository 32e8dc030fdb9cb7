"""Arabic without a comma before the year."""

DATETIME_FORMAT = "j F Y، H:i"
