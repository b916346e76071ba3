"""The volunteers room: who helps when. Shifts, who takes them, who is asked, who is reminded."""
