"""The addresses of the API, one file a resource; public.py has what they all answer alike."""
