"""What people do with the bot: one folder a feature, its rules, screens and, in ``store``, its SQL."""
