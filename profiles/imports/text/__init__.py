"""Lines -> what they say: headings, lists, findings, sources, facts.

line_parser           goes through the lines of a document: what each of them is
section_builder       what a complete paragraph or list says, in which section
headings, headers     which heading a line is, which column a header heads
vocabulary            their words, of vocabulary.toml, which translators edit
facts, dates, place_names            lines that say of which profile the document is
statements            texts of the programme, and “None identified”
sources, citations    sources as people write them, and as our tables do
bullets, paragraphs, page_furniture  the shapes of lines, and how they are joined
catalogue             what the database says of domains and places, as plain data
text_normalization    texts made comparable
"""
