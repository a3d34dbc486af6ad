"""SQL of preparing: contents that change, where they were taken from, progress messages."""
