"""A published text as an entry of a bibliography, one file a format."""
