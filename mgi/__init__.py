"""The project's wiring: settings, root addresses and the server's entry. No behaviour lives here."""
