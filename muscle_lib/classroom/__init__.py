"""For who teaches: what a class has handed in, on one page, and what is handed out to it."""
