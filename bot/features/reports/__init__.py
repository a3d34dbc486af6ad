"""What auditors and owners get to see: figures of some days, the audit log, as texts, tables and a picture. Pure: no Telegram, no SQL."""
