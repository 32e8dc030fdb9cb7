"""A document is imported: uploaded, looked at, corrected, taken over."""
