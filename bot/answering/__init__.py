"""Question → ``Answer``: normalise, find candidates, score, decide. Pure: no files, no clock, no chat."""
