"""Lines -> what they say: headings, lists, findings, sources, facts.

line_parser           goes through the lines of a document: what each of them is
section_builder       what a complete paragraph or list says, in which section
headings, headers     which heading a line is, which column a header heads
near_names            what is near a heading without being it: taken with a remark, or proposed
vocabulary            their words, of names.toml and vocabulary.toml, which translators edit
facts, dates, place_names            lines that say of which profile the document is
languages             in which language a document is
statements            texts of the programme, and “None identified”
sources, citations    sources as people write them, and as our tables do
source_lines          sources by their numbers, in the editing screen and in tables
bullets, paragraphs, page_furniture  the shapes of lines, and how they are joined
text_normalization    texts made comparable
"""
