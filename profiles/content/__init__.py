"""CONTENT: a revision as plain data, and what can be asked of it without a request.

schema        what a content consists of: types, version, one description of the fields, upgrade, digest
serialize     a revision as plain data, as the schema describes it: copies, snapshots, files
validate      why a content cannot be stored, in sentences
sections      a revision as its page shows it: six sections, two lists each
completeness  what a draft lacks before it can be submitted
matching      which finding of one text is which of another
diff          what differs between two contents: by domain, finding by finding, word by word
edition_diff  an edition beside the one before: kept, reworded, new, not mentioned again
comparison    up to four profiles, text beside text
glossary      which terms stand in a text, and what its page explains at its end
"""
