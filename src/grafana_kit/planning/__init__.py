"""From what is wanted and what is there to a plan. Pure: the same input gives the same plan."""
