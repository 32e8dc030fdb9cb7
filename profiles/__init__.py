"""The application: MGI profiles, from the stored facts (models) to the doors (views, admin, commands).

docs/architecture.md is the map; tests/test_import_ranks.py keeps the rooms apart.
"""
