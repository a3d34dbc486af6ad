"""The knowledge: YAML files and the speech, read, checked and frozen.

This room reads files and knows nothing about questions, chats or databases.
"""
