"""Lines -> what they say: headings, lists, findings, sources, facts.

line_parser           goes through the lines of a document: what each of them is
items                 which lines begin an item, and which of these lie below another
line_joining          which lines are one block, and where that is in doubt
section_builder       which list or section a heading begins, and where a block goes
finding_lists         the blocks of a list -> findings, and headings among them that are not known
source_list           the sources behind findings, and the list that findings cite by number
reading_builder       parts of lines, problems, facts and questions, entered in the Reading
headings, headers     which heading a line is, which column a header heads
heading_matcher       the same, with what the user says of this document before it
near_names            what is near a heading without being it: taken with a remark, or proposed
vocabulary            their words, of names.toml and vocabulary.toml, which translators edit
facts, dates, place_names            lines that say of which profile the document is
languages             in which language a document is
statements            texts of the programme, and “None identified”
sources, citations    sources as people write them, and as our tables do
source_lines          sources by their numbers, in the editing screen and in tables
bullets, paragraphs, page_furniture  the shapes of lines, and how they are joined
catalogue             what the database says of domains and places, as plain data
text_normalization    texts made comparable
"""
