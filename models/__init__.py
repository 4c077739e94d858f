"""Domain types, not speech weights: the nouns that more than one room speaks of.

Pure: nothing here opens a file, a socket, a clock or a thread, and no other room is imported.
"""
