"""Documents of others -> plain profile data that workflow/ can import.

blocks             what the reader of a format gives: paragraphs, tables, what is left out
answers            what the user says of the words and lines of a document
document           what the grammar makes of it: Line, Reading, Problem, DocumentError
grammar            blocks -> Reading, by text/ and tables/
readers            which reader reads a document, and the limits that hold for all
formats/           one file a format: bytes -> a Document
mojibake           characters that were broken before: named, and repaired on demand
names.toml         what domains, lists, sections and kinds of profile are called, in each language
text/              lines -> Reading: headings, lists, findings, sources, facts
tables/            rows of a spreadsheet or of a table in a document -> Reading
corrections        what the user corrects of a reading, line by line
answer_file        answers for a whole folder, in a file
worker, preload    reads documents in a process of its own, with limits
plan               a Reading -> what would happen, and the data for workflow.import_profile
translations/      files of a translation, and finished documents in another language -> what would change
report             a plan in plain lines, for a terminal
"""
