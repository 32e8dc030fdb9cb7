"""Figures: Django writes months with a capital."""

DATETIME_FORMAT = "d/m/Y H:i"
