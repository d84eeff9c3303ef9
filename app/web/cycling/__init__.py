"""What pages of plans and those of the yearly cycle share: where a step stands in words, and what stands on a desk."""
