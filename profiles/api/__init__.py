"""The APIs, one package a version: v1."""
