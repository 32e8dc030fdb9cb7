"""Backups: what they hold, what refuses one, and that what comes back is what was there."""
