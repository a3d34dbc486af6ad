"""Everything that knows Telegram: what an update means, what is said back, and how it gets there."""
