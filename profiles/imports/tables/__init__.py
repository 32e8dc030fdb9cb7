"""Tables, of a spreadsheet or in a document -> what they say.

tables        cells and rows, with numbered lines
layout        which table is what, by its headers or by what its rows begin with
finding_rows  each cell of findings -> the list of its column and of its row
source_rows   sources, and the cells that name them
facts         the sheet, or the row, that says of which profile it is
cells         text in cells, guarded against formulas
"""
