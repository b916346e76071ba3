"""The real engine driven through every edge, and the shortest ways to what it says."""
