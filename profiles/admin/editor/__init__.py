"""The editor of a draft: one screen for its findings and sources, and what the translator's screen shares."""
