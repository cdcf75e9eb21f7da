"""Chapter 2's pictures."""
