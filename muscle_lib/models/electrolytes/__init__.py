"""Chapter 2: the ions of the blood, the resting potential, and how easily nerve and muscle fire."""
