"""Figures: geometry as plain data, drawn by templates and by the exports. Pure functions, no Django.

wheel.py  the ring of six domains      icons.py  the icons' paths (built by scripts/build_icons.py)
"""
