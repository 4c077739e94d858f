"""The sample meeting: four invented people of invented coalitions."""
