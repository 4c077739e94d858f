"""Text with holes: the one Jinja environment and every template."""
