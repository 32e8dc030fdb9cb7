"""The accounts of staff: the second step of signing in, sessions, a new password."""
