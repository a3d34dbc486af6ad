"""What every platform has in common."""
