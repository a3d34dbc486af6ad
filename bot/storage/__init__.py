"""The database: every line of SQL, the tables and their migrations.

One module a subject; each function takes an open transaction (``Database.read()`` or ``Database.write()``), so that a
staff act and its audit line are kept or lost together. Nothing here knows Telegram or decides what is said.
"""
