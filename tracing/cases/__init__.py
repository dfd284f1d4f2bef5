"""From a positive test to the list of contacts: cases, stays, the search, the timeline, notices to venues."""
