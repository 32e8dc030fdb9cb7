"""Drawings: geometry as plain data, drawn by templates and by the exports. Pure functions, no Django.

wheel         the ring of six domains
map           where on the world profiles are
world.json    which countries the map outlines (built by scripts/build_map.mjs)
icons         the icons' paths (built by scripts/build_icons.py)
qr            a code for a camera
"""
