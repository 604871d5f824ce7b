"""Every message that a person may see when something cannot be done: one base class, one child a cause."""


class BackcareError(Exception):
    """Something the person or the one who installed backcare can understand and act on.

    The text is a whole sentence: what is wrong, where, and what is allowed or can be done.
    """


class InvalidValue(BackcareError, ValueError):
    """A value outside what the model allows, such as 11 for a pain score."""

    def __init__(self, field: str, value: object, allowed: str) -> None:
        shown = repr(value) if len(repr(value)) <= 60 else repr(value)[:57] + "..."
        super().__init__(f"{field} is {shown}; allowed: {allowed}.")
        self.field = field
        self.value = value
        self.allowed = allowed


class ProgrammeError(BackcareError):
    """``programme.toml`` says something that is not allowed, or a drawing of its exercises is missing."""


class ConfigurationError(BackcareError):
    """An environment variable or a setting makes no sense."""


class StoreError(BackcareError):
    """The log cannot be read or written just now; what was saved before is untouched."""


class UnusableLog(StoreError):
    """The file is damaged, not a backcare log, or made by a newer version. It has not been changed."""


class EditConflict(BackcareError):
    """The entry was changed elsewhere (another tab, another device) since it was opened for editing."""


class CannotUndo(BackcareError):
    """A later change touches the same entries, so that undoing this one would lose it."""


class SignedOut(BackcareError):
    """The sign-in has ended, or is not one."""
