"""Roles of staff, and what is kept about a person."""
