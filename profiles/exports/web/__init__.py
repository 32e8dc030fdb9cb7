"""What the page of a profile carries for other programs: share picture, metadata, citations."""
