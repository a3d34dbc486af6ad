"""SQL of teaching: supplements, misses, the version of the knowledge."""
