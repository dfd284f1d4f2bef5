"""Places that ought to have a poster and have none: listed, registered as venues, or struck off with a reason."""
