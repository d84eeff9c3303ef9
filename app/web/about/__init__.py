"""What everybody may know of the tracker itself: how accessible it is, and what it keeps of whom."""
