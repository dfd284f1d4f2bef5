"""500 posters, one an A4 page, in one PDF: seconds, and the most memory a process of their own ever held."""

import json
import subprocess
import sys
from pathlib import Path

from benchmarks.fresh import seconds

POSTERS = 500


def measure(quick: bool) -> dict[str, float]:
    """In a process of its own: the peak of this one belongs to whatever ran before."""
    child = subprocess.run([sys.executable, "-m", "benchmarks.posters"], check=True, capture_output=True, text=True)
    figures: dict[str, float] = json.loads(child.stdout)
    return figures


def main() -> None:
    import django

    django.setup()
    from venues.posters import poster_pdf

    posters = made()
    took = seconds(lambda: poster_pdf(posters))
    print(json.dumps({"posters_500_s": took, "posters_500_mb": peak_mb()}))


def peak_mb() -> float:
    """Of this process; what `getrusage` tells begins with what its parent held."""
    lines = Path("/proc/self/status").read_text().splitlines()
    (peak,) = (line.split()[1] for line in lines if line.startswith("VmHWM:"))
    return int(peak) / 1024


def made():  # type: ignore[no-untyped-def]
    """Never stored: what a poster says is all that counts."""
    from django.utils import timezone

    from accounts.models import Commune
    from venues.models import Poster, Venue
    from villages.models import Village

    commune = Commune(name="Mẫu", slug="mau")
    village = Village(commune=commune, name="Đồng Tiến")
    venues = [Venue(commune=commune, village=village, name=f"Quán Mẫu {n}", address=f"Ngõ {n}") for n in range(POSTERS)]
    return [Poster(venue=venue, version=1, issued_at=timezone.now()) for venue in venues]


if __name__ == "__main__":
    main()
