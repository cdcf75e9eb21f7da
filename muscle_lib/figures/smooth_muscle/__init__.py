"""Chapter 9: pictures of smooth muscle, of a swallow and of an artery that shuts."""
