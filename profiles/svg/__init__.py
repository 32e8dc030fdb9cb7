"""Figures: geometry as plain data, drawn by templates and by the exports. Pure functions, no Django.

wheel  the ring of six domains           icons       the icons' paths (built by scripts/build_icons.py)
map    where on the world profiles are   world.json  what it outlines (built by scripts/build_map.mjs)
qr     a code for a camera
"""
