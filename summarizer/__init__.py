"""After the meeting: transcript to draft, to edited report, to documents. Empty until its issue is done."""
