"""Says in one sentence when this Python does not fit, else prepares this machine; so it must parse on any Python."""

import sys

OLDEST = (3, 11)
NEWEST = (3, 14)


def refusal(version):  # type: (tuple[int, ...]) -> str
    """The sentence for a Python (3, 8) which does not fit; empty for one which does."""
    found = ".".join(str(part) for part in version)
    if version < OLDEST:
        return "DeskCRM needs Python 3.11 or newer; this is " + found + "."
    if version > NEWEST:
        return "DeskCRM runs on Python 3.11 to 3.14; this is " + found + "."
    return ""


if __name__ == "__main__":
    sentence = refusal(sys.version_info[:2])
    if sentence:
        sys.stderr.write(sentence + "\n")
        sys.exit(1)
    import setup_steps

    sys.exit(setup_steps.main(sys.argv[1:]))
