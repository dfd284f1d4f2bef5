"""The demo commune: invented people, a campaign that nearly reaches its target; one seed, one commune."""
