"""What the desk of a country shows, and the letters it proposes; the deeds stand with the others of the area."""
