"""Figures: geometry as plain data, drawn by templates and by the exports. Pure functions, no Django.

wheel.py  the ring of six domains           icons.py   the icons' paths (built by scripts/build_icons.py)
map.py    where on the world profiles are   shapes.py  what it outlines (built by scripts/build_map.mjs)
qr.py     a code for a camera
"""
