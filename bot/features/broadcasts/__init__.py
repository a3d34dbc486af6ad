"""Broadcasts as announcers see them: prepared, shown, released, followed. Sending is the outbox's."""
