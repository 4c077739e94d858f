"""The root of every error that a caller can act on."""


class MeetingError(Exception):
    """Raised when something a person gave, or the machine lacks, stops the work.

    The message is one sentence for that person: where, what was found, what was expected, what to do.
    """
