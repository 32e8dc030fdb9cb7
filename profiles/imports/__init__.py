"""Documents of others -> plain profile data that workflow/ can take.

document           what every reader returns
readers            which reader reads a document, and the limits that hold for all
formats            bytes -> lines and tables, one file a format; native_*: our own, read exactly
text               lines -> what they say: line_parser goes through them, section_builder ends a section
tables             rows of spreadsheets and of tables in documents -> what they say
plan               what importing would do: to which profile, what differs, what stands in the way
manual_assignment  what was not understood, placed by hand
report             a plan in plain lines, for a terminal
"""
