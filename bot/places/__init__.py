"""Who can be reached: which groups staff took in, and which unit each belongs to. No Telegram here."""
