"""What tests of the author's library share."""
