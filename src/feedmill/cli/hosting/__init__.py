"""Commands that serve feeds, or bring them to where they are served."""
