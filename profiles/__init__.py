"""The application: MGI profiles, from the stored facts (models) to the pages, the API and the administration.

docs/architecture.md is the map; the contracts of import-linter in pyproject.toml say who may import whom.
"""
