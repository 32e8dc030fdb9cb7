"""The upgrade from the landed version: its rows and its public answers, recorded, and asked for again."""
