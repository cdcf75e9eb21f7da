"""Chapter 10: pictures of the heart."""
