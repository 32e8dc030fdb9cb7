"""Documents of others -> plain profile data that workflow.py can take. One reader a format.

exchange  our own JSON format, in which fixtures are kept
"""
