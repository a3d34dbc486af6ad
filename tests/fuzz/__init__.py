"""What strangers, careless people and broken programs send, made up by chance: ``python -m tests.fuzz``."""
