DATETIME_FORMAT = "j F Y، H:i"  # Django has a comma before the year.
