"""The channels: each translates what its platform sends into an `Incoming`, and what we say into its platform's calls.

One module or package a channel: `web` (the page itself is in bot/web), `terminal`, `telegram`. They decide nothing.
"""
