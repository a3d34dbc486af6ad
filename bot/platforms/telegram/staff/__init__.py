"""What staff do from the chat: commands, buttons and dialogues. ``gate`` lets in, ``desk`` is what everybody works at."""
