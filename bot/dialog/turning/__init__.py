"""One turn: the engine, and the ways in which an event moves a session."""
