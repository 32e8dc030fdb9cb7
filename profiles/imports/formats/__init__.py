"""A document's bytes -> its lines and tables, one file a format."""
