"""A revision in the administration: its page, its transitions, comments, sign-offs, differences."""
