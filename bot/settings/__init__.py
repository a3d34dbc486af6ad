"""The environment and ``.env`` → one frozen value. Nobody else reads the environment."""
