"""Every error that the package raises on purpose.

    AskResolutionError
     ├─ SettingsError        a settings value cannot be used
     ├─ CorpusError          the corpus folder or its catalog cannot be used
     │   └─ SourceError      one file cannot be read; the others still work
     ├─ IndexError_          the index is missing, foreign or broken
     ├─ ModelError           an embedding or language model cannot be used
     ├─ PromptError          a file of prompts/ is missing or malformed
     ├─ QuestionError        a question cannot be taken (empty, too long)
     │   └─ FilterError      a filter names what is not there
     └─ EvaluationError      a questions file or a run cannot be used

Each message names what was found, what was expected and what to do.
"""

from __future__ import annotations


class AskResolutionError(Exception):
    """Base of all; `str()` is one line that can be shown to a user."""


class SettingsError(AskResolutionError):
    """A settings value cannot be used."""


class CorpusError(AskResolutionError):
    """The corpus folder or its catalog cannot be used."""


class SourceError(CorpusError):
    """One file cannot be read; the others still work."""


class IndexError_(AskResolutionError):
    """The index is missing, was made by something else, or is broken."""


class ModelError(AskResolutionError):
    """An embedding or language model cannot be used."""


class PromptError(AskResolutionError):
    """A file of prompts/ is missing or malformed."""


class QuestionError(AskResolutionError):
    """A question cannot be taken: empty or too long."""


class FilterError(QuestionError):
    """A filter names a value that nothing has, or filters that exclude each other; the message lists what there is."""


class EvaluationError(AskResolutionError):
    """A questions file, a baseline or a run cannot be used."""
