"""For good: public list, public site, feeds, checksums. Empty until its issue is done."""
