"""Numbers we publish: one command each for speed and for quality."""
