"""``python -m bot``: hand over to the command line, if this Python can run it. Also older ones must be able to read this file."""

import sys

from bot import texts


def start() -> int:
    """The command line's exit code; 2 with one sentence for a Python that is too old, or without our packages."""
    if sys.version_info < (3, 11):  # noqa: UP036 - whoever runs an older one should read why it does not work
        return _fail(texts.PYTHON_TOO_OLD.format(version=".".join(map(str, sys.version_info[:2]))))
    try:
        from bot.cli.main import main

        return main()
    except ModuleNotFoundError as error:
        if (error.name or "bot").partition(".")[0] == "bot":
            raise
        return _fail(texts.PACKAGE_MISSING.format(name=error.name, python=sys.executable))


def _fail(message: str) -> int:
    print(message, file=sys.stderr)
    return 2


if __name__ == "__main__":
    raise SystemExit(start())
