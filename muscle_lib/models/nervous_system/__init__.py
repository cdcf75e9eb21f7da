"""Chapter 8: a fault in brain, cord or nerve, and what drugs do there."""
