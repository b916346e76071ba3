"""The edges of the dialogs: every way that can lead from a state, as `explore` has to have taken them.

Rules: an edge is (dialog, state, key, row), in the words that a walk's trace uses: a choice's id, an outcome, `given`,
`waited`, or None for what simply goes on; the row is that of its guards. Only states that can be reached from the
start, a link or a global word count.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.dialog.ports import ActionSpec
from bot.dialog.turning.compiled import GIVEN, WAITED, CompiledBot, CompiledState, split_target

Edge = tuple[str, str, str | None, int]
Place = tuple[str, str]


def keys_of(at: CompiledState, bot: CompiledBot, actions: Mapping[str, ActionSpec]) -> list[str | None]:
    """What can lead on from a state."""
    state = at.state
    if state.ask is not None:
        keys: list[str | None] = list(at.choices) if state.ask.kind != "many" else []
        return keys + ([GIVEN] if state.ask.kind != "choices" else [])
    if state.do is not None:
        spec = actions.get(state.do.action)
        return list(spec.outcomes) if spec is not None else list(at.ways)
    if state.call is not None:
        return list(endings(state.call.dialog, bot))
    return [None]


def endings(dialog: str, bot: CompiledBot) -> tuple[str, ...]:
    """How a called dialog can come back."""
    home = bot.dialogs.get(dialog)
    states = list(home.states.values()) if home is not None else []
    gives = any(at.state.give is not None for at in states)
    ends = any(_ends(at) for at in states)
    return (*(["given"] if gives else []), *(["cancelled"] if ends else []))


def _ends(at: CompiledState) -> bool:
    ways = [target for rows in at.ways.values() for _, target in rows]
    if at.wait_to is not None:
        ways.append(at.wait_to)
    return at.state.end or any(state is None for _, state in ways)


def edges_of(at: CompiledState, bot: CompiledBot, actions: Mapping[str, ActionSpec]) -> Iterator[Edge]:
    """Every edge of one state."""
    for key in keys_of(at, bot, actions):
        rows = len(at.way(key)) if at.state.go is not None else 1
        yield from ((at.home.name, at.name, key, row) for row in range(rows))
    if at.wait_to is not None:
        yield at.home.name, at.name, WAITED, 0


def reachable(bot: CompiledBot) -> set[Place]:
    """Every state that some way leads to."""
    bot_file = bot.bot
    starts = [bot.start(), *(split_target(to, bot_file) for to in bot_file.links.values())]
    for word in bot_file.everywhere.values():
        if word.go is not None:
            starts.append(split_target(word.go, bot_file))
        elif word.call is not None:
            starts.append(split_target(word.call, bot_file))
    retries = [bot_file.unknown.then] + [at.state.retry.then for at in all_states(bot) if at.state.retry is not None]
    starts += [split_target(then, bot_file) for then in retries if then is not None]
    found: set[Place] = set()
    while starts:
        place = starts.pop()
        at = bot.state(*place)
        if at is None or place in found:
            continue
        found.add((at.home.name, at.name))
        starts += _onward(at, bot)
    return found


def all_states(bot: CompiledBot) -> Iterator[CompiledState]:
    for home in bot.dialogs.values():
        yield from home.states.values()


def _onward(at: CompiledState, bot: CompiledBot) -> list[Place]:
    targets = [target for rows in at.ways.values() for _, target in rows]
    if at.wait_to is not None:
        targets.append(at.wait_to)
    onward = [(dialog or at.home.name, state) for dialog, state in targets if state is not None]
    if at.state.call is not None:
        onward.append(split_target(at.state.call.dialog, bot.bot))
    return onward
