"""The addresses of the API, one file a resource; generic.py has what they all answer alike."""
