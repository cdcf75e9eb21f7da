"""Chapter 9: smooth muscle, which holds for little; a swallow, and an artery that shuts."""
