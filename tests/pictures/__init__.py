"""Pictures of the dialogues for the README: a real bot at a fake Telegram, its real texts and buttons, drawn as chat bubbles.

``python -m tests.pictures`` draws all of them anew into ``.pictures/``.
"""
