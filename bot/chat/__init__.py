"""What every platform can show and hear: screens, presses, replies, conversations, and the gate before them. No platform, no SQL."""
