"""Cases written by hand: from words, quotes and templates to case files."""
