"""The ports of ``bot.telegram.ports`` with the database behind them. Nothing here holds up an answer: what a question needs is in
memory, is read with little patience, or is written behind it."""
