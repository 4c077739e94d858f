"""For good: public list, public site, feeds, checksums."""
