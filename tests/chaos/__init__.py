"""Broadcasts while everything goes wrong: scripted faults of the fake server, and workers that are killed."""
