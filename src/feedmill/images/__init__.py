"""The image cache: copies of the articles' images, so that enclosures are true and stay."""
