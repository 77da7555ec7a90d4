"""From what the definitions yielded to what is deployed. Pure: no files, no network, no clock."""
