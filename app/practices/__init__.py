"""Sharing what works: practices with the consent of their country, who was where one is, where something travelled."""
