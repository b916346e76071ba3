"""How far apart two points are, and how that is said.

Rules: a municipality's point is its seat, a postcode's is its town: what we know is "about", so distances are rounded
before anyone sees them: to 5 km up to 100, to 10 km above. 0 is said of the same municipality alone.
"""

from __future__ import annotations

from functools import lru_cache
from math import asin, cos, radians, sin, sqrt

EARTH_KM = 6371.0


@lru_cache(maxsize=4096)
def kilometres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """The great-circle distance of two points in degrees (WGS 84), in kilometres."""
    a, b = radians(lat), radians(other_lat)
    across = sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(radians(other_lon - lon) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(across)))


def about(km: float) -> int:
    """Kilometres as one may say them after "about": never less than 5."""
    step = 5 if km < 100 else 10
    return max(5, int(km / step + 0.5) * step)
