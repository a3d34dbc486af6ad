"""SQL of sending: claims, ends, the shared pace, schedules. The caller's transaction holds it all."""
