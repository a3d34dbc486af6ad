"""Between Telegram's servers and our handlers: requests, polling, webhook, what to try again, and in which order."""
