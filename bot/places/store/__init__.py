"""SQL of places: groups, how they come in and move, and who is staff."""
