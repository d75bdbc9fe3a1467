"""A question, understood: kind, campaign, edition, organs, times, words."""
