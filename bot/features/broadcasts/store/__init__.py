"""SQL of preparing: contents that change and where they were taken from."""
