"""Mingfa (明法): a bot that answers questions with the passage of one speech on law-based government."""

__version__ = "0.5.0"
