"""A document's bytes -> its lines and tables, one file a format.

text, html, csv, xlsx, json, pdf, docx   what readers.READERS calls, each by its `read`
native_docx, docx_bookmarks              a Word document of ours, and the marks by which it is known
native_json                              our exchange format, in which fixtures are kept too
docx_xml                                 the paragraphs of a Word document, from its XML
archives                                 what may be unpacked
"""
