"""Published profiles as bytes for others: one file a format.

as_card    the share picture of a profile (PNG)
as_jsonld  the schema.org description on a profile's page
"""
