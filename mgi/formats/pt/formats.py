"""Dates of Django's own lists in figures: it writes months with a capital."""

DATETIME_FORMAT = "d/m/Y H:i"
