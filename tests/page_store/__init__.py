"""The store of finished pages: its versions, its pages, its memory and its files."""
