"""From the list of contacts to the last day of quarantine: releases, identities, follow-up, exports, closing."""
