"""A revision as plain data, and what can be asked of it without a request.

schema        the types and fields of a content, its version, and the upgrade of older ones
serialize     a revision as plain data: copies, snapshots, files
validate      why a content cannot be stored
sections      a revision as its page shows it: six sections, two lists each
completeness  what a draft lacks before it can be submitted
matching      which finding of one text is which of another
diff          what differs between two contents: finding by finding, word by word
edition_diff  an edition beside the one before
comparison    up to four profiles, text beside text
glossary      which terms stand in a text
translations  a translation unit by unit: what is missing, what is outdated, what a reader sees
unit_names    what each unit is, in words
unit_text     a text that says which language it is in, and what the original says
text_state    what a public text and all around it is made from, to be compared; list_state: what lists are
statements    statements that are written once in a process
"""
