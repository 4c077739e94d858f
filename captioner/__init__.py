"""Live: sound in, captions and transcript out."""
