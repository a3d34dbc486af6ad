"""Groups as staff and their own admins see them: the register, newcomers, settings."""
