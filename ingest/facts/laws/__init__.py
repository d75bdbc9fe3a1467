"""Which laws, rules and documents a notice names, and whom they bind."""
