"""Rows of a spreadsheet or a table in a document -> what they say."""
