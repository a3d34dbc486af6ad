"""SQL of asking: questions without the person, answers under way and given, votes."""
