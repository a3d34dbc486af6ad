"""The ways to people: each folder knows one of them, and nothing else knows it."""
