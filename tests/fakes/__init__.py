"""Stand-ins for the outside world; each behaves like the real thing where it refuses, not only where it agrees."""
