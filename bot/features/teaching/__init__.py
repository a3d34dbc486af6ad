"""What is taught in the chat: the live knowledge follows the database, and a change is tried before it is kept."""
