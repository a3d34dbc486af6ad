"""What is said, to whom and when, and what becomes of one delivery. Pure: no files, no network, no clock of its own."""
