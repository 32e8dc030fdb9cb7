"""The index and its queries on either database."""
