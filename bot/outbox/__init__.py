"""What is sent to whom and when, what becomes of one delivery, and the worker that sends what is due."""
