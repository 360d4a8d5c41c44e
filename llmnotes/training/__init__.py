"""How the bundled weights are made; imports llmnotes, never the reverse."""
