"""Where resources are deployed to. A destination reads what is there, and applies a plan."""
