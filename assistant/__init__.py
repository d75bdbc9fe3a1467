"""Questions in: answers come out with the clauses that prove them."""
