"""A profile in the administration: its page and what stands below it."""
