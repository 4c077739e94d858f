"""Where sound and text come from."""
