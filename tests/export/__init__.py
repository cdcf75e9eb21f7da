"""A lesson as a page: what is worked out beforehand, and what the page makes of it."""
