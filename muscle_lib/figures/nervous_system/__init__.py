"""Chapter 8: pictures of faults in brain, cord and nerve, and of what drugs do there."""
