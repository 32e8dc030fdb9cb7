"""The front page of the administration: its lists, and one search over places, profiles and texts."""
