"""What is required: browse the catalogue, an item, an act, and what stands beside them."""
