"""Benchmarks: the bot and its peers side by side on the same work, in the same run, as ratios."""
