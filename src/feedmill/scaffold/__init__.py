"""What `feedmill init` writes into a folder: looked at, guessed, asked, drawn up. Pure."""
