"""Lines from a person at a prompt, with editing and completion. They end with None."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.history import InMemoryHistory
from prompt_toolkit.input import Input
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.output import ColorDepth, Output
from prompt_toolkit.patch_stdout import patch_stdout


class PromptedLines:
    """A prompt with editing, history and completion; Ctrl-C clears a line that has been begun, else ends like Ctrl-D.

    `words` gives what may be completed at this moment, `hint` what stands faintly in the empty line.
    """

    def __init__(
        self,
        words: Callable[[], Iterable[str]],
        hint: Callable[[], str],
        *,
        colour: bool,
        input: Input | None = None,
        output: Output | None = None,
    ) -> None:
        self._hint = hint
        self._session: PromptSession[str] = PromptSession(
            history=InMemoryHistory(),
            completer=Labels(words),
            complete_while_typing=False,
            color_depth=None if colour else ColorDepth.DEPTH_1_BIT,
            key_bindings=_keys(),
            input=input,
            output=output,
        )

    async def next(self) -> str | None:
        """The next line that the person writes; None when they are done."""
        try:
            with patch_stdout(raw=True):
                return await self._session.prompt_async(
                    "\n> ", placeholder=FormattedText([("fg:ansigray", self._hint())])
                )
        except (EOFError, KeyboardInterrupt):
            return None


class Labels(Completer):
    """Completes the labels of the open question and the commands, wherever in them the letters stand."""

    def __init__(self, words: Callable[[], Iterable[str]]) -> None:
        self._words = words

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:
        typed = document.text_before_cursor
        for word in self._words():
            if typed.casefold() in word.casefold():
                yield Completion(word, start_position=-len(typed))


def _keys() -> KeyBindings:
    keys = KeyBindings()

    @keys.add("c-c")
    def _(event: KeyPressEvent) -> None:
        if event.current_buffer.text:
            event.current_buffer.reset()
        else:
            event.app.exit(exception=EOFError)

    return keys
