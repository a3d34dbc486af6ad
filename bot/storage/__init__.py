"""The database: connections, the tables and their migrations, and what belongs to no feature.

Every other line of SQL stands in a ``store`` beside those who need it. A function takes an open
transaction (``Database.read()`` or ``Database.write()``), so that a staff act and its audit line are kept or lost together.
Nothing here knows Telegram or decides what is said.
"""
