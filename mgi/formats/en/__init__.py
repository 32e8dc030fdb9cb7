"""English as the public pages write it: profiles/templatetags/profiles_ui.py."""
