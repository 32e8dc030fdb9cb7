"""Lines -> what they say: headings, lists, findings, sources, facts."""
