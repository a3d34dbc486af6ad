"""Fitting and measuring: the decision from labelled messages, and how right it is on others."""
