"""Documents of others -> plain profile data that workflow/ can take.

document    what every reader returns: Line, Reading, Problem, DocumentError
readers     which reader reads a document, and the limits that hold for all
as_text     plain text and Markdown; as_html, as_json and each further format have a file of their own
archives    what may be unpacked; word takes a Word document apart, own_word knows ours by word_marks
tables      sheets and tables by their headers; table_rows, table_facts, cells, citations: what is in them
grammar     lines -> Reading, section by section; sections says what a finished section means
headings    which heading a line is; vocabulary has them, by language
facts       other lines; so do dates, place_names, statements, sources, bullets and marks
blocks      lines that are one paragraph; wording compares texts
account     a plan in plain lines, for a terminal
plan        a Reading -> what would happen, and the data for workflow.import_profile
exchange    our own JSON format, in which fixtures are kept
"""
