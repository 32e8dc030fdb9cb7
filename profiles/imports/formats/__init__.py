"""A document's bytes -> its blocks, one file a format; our own files -> a Reading.

text, markdown, html, csv, xlsx, json, pdf, docx, odt, rtf   what readers.READERS calls, each by its `read`
native_docx, docx_bookmarks              a Word document of ours, and the marks by which it is known
native_json                              our exchange format, in which fixtures are kept too
pandoc_markdown                          what pandoc writes into Markdown beside what others do
docx_xml, docx_styles, docx_lists        paragraphs and tables of a Word document, from its XML
odt_styles, rtf_state                    how text looks in these two
signatures                               which kind of file data are, by their beginning
html_roles                               what the elements of a web page are for
pdf_lines, pdf_tables                    characters on a page -> lines, and drawn tables
pdf_columns                              rows of a page -> columns, one after the other
pdf_marks, pdf_pages                     vowel signs -> at their letters; tables over the end of a page
bidi                                     text as it is seen -> as it is read, from right to left
xlsx_looks                               what of a workbook is merged, hidden, or in no cell
encodings                                bytes -> text, whatever the encoding
raised                                   raised signs: marks of notes, powers
archives                                 what may be unpacked
"""
