"""Rows of a spreadsheet or of a table in a document -> what they say.

tables   cells, tables, and their layouts, known by their headers
rows     findings and sources, row by row; all tables of a document
facts    the sheet that says of which profile it is
cells    text in cells, guarded against formulas
"""
