"""From newspaper files to the archive."""
