"""Chapter 3: from the impulse to calcium, to cross-bridges, to force; and why letting go costs energy."""
