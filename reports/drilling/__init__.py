"""From a number of the dashboard to what is behind it: commune, village, group, household."""
