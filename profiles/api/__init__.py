"""The APIs, one package a version."""
