"""The command line: one module a sub-command, where that is more than a few lines; ``main`` lists them all."""
