"""Profiles as bytes for others: one file a format.

files      the formats in which a profile is given away, stated once
subject    what their files are made of, asked once; wording has the words around a profile's text
as_pdf     the printed report (report.typ), which `kept` keeps
as_docx    Word, with paragraphs; as_xlsx a workbook, with sheets; packages makes both repeatable
as_csv     the findings as a table, as columns states it; as_compared_csv those of a comparison
as_json    the exchange format; as_schema its JSON Schema; as_template a workbook to write a profile in
as_text    without any layout
selection  which texts go into a file of many; many has its formats, stated once
as_many_xlsx  findings, profiles and notes on sheets; long_sheets writes their rows in constant memory
as_many_json  whole texts in the exchange format; parts of them as findings
archive    all profiles in one ZIP, kept too
reference  a text as an entry of a bibliography: as_bibtex, as_ris, as_csl, as_meta (the head of its page)
colophon   what a profile's page offers to take along
sharing    links to share a profile at, the code of its frame, oEmbed
as_card    the share picture of a profile (PNG)
as_jsonld  the schema.org description on a profile's page
"""
