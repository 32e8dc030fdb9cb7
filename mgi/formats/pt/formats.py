DATETIME_FORMAT = "d/m/Y H:i"  # Django writes months with a capital.
