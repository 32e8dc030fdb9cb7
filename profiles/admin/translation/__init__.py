"""Translations in the administration: their list, the translator's screen, and the steps to publication."""
