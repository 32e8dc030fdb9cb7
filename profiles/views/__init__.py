"""The public pages, read-only, a file each part; every view but review.py starts from published content."""
