"""The recognisers, and the worker processes that run them."""
