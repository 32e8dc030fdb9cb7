"""Arabic without a comma between month and year."""

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y، H:i"
