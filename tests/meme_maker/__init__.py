"""Tests of Meme Maker's own monitoring: rules, runbooks and what stands around them."""
