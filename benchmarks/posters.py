"""500 posters, one an A4 page, in one PDF: seconds, and the most memory a process of their own ever held."""

import json
import resource
import subprocess
import sys

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
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"posters_500_s": took, "posters_500_mb": peak}))


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
